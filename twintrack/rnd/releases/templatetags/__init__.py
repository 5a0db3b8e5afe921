"""Tags of releases."""
