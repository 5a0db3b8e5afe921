"""The R&D track: ideas become products."""
