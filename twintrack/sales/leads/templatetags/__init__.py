"""Tags of leads."""
