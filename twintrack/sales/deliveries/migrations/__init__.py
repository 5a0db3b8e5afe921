"""Tables of visits."""
