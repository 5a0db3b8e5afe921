"""Pages of what deliveries cost."""
