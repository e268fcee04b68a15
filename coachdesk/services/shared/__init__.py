"""What may be shown to the person it is about: read models without a private field, and queries with an allow list."""
