"""Visits to customers: planned, held, noted, and what was heard there."""
