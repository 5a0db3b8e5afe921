"""Pages of communication plans and their templates."""
