"""Pages of the requirement pool, a module for each family of pages."""
