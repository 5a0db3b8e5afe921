"""Hours and expenses of deliveries, their cost against what was quoted, and what changes it."""
