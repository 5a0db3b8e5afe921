"""Template tags of deliveries."""
