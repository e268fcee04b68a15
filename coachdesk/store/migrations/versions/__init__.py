"""The scripts, named by the version that they lead to."""
