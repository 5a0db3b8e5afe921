"""Migrations of forecasts."""
