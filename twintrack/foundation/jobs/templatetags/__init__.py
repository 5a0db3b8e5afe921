"""Template tags of the operations page."""
