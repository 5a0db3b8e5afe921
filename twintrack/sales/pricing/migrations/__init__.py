"""Tables of the catalogue and of prices."""
