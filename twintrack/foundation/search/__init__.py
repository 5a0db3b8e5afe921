"""The full-text index, the same on SQLite and PostgreSQL."""
