"""Pages of review meetings, a module for each family of pages."""
