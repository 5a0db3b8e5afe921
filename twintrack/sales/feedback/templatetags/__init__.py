"""Tags of feedback."""
