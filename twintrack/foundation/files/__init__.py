"""Files attached to objects."""
