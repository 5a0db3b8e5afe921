"""Releases: what ships when, whether it may, and what became of it."""
