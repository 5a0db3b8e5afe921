"""Twintrack joins research and development with sales, like a double helix."""
