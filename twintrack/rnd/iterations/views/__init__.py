"""Pages of iterations."""
