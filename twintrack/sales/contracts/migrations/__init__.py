"""Tables of contracts."""
