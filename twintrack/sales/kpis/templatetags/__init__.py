"""Tags of the measures of sales."""
