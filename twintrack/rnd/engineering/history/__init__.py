"""What git says of a repository's history; nothing here knows the database."""
