"""Tags of visits."""
