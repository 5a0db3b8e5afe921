"""Tables of work items."""
