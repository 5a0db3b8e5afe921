"""Kinds of objects, and the numbers people call them by."""
