"""Tags of the pages about code."""
