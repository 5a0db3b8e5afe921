"""The sales track: products become value."""
