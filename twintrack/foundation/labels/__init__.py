"""Named, coloured labels that a company puts on its objects."""
