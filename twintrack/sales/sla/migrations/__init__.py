"""Migrations of SLA plans."""
