"""Backups: one self-contained file each, opened and checked before it counts; `vault-format.md` has the format."""
