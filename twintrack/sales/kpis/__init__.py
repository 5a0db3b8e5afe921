"""Measures of sales: cohort-true numbers by month, frozen as they were told."""
