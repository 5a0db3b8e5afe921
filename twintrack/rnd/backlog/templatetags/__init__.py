"""Template tags of the requirement pool."""
