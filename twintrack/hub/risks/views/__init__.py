"""Pages of risks."""
