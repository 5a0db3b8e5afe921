"""Tags of the communication templates."""
