"""Template tags of process insight."""
