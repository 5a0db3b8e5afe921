"""Risks: written down by people, and raised by early warning rules with their evidence."""
