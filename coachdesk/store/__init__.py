"""Session, unit of work, migrations and full-text index over an open vault."""
