"""Pages of baselines, a module for each family of pages."""
