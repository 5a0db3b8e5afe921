"""Engines: what runs the SQL of measures."""
