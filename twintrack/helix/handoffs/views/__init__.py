"""Pages between the tracks, a module for each family of pages."""
