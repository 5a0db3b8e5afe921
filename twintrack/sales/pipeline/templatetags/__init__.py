"""Template tags of opportunities."""
