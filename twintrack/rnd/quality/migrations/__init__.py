"""Migrations of the quality app."""
