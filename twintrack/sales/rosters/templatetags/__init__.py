"""Tags of files of customers."""
