"""Pages of process insight."""
