"""Template tags of delivery costs."""
