"""Pages of the work in iterations."""
