"""Template tags of the catalogue and of prices."""
