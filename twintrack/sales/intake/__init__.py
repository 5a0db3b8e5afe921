"""Feedback that comes from files and from other systems."""
