"""The pages, one module each, behind one base and one registry."""
