"""Tags of handoffs."""
