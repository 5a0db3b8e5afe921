"""Template tags of work items."""
