"""Alembic scripts, one a released schema version. They never import the model, which moves on."""
