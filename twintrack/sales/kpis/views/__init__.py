"""Pages of the measures of sales."""
