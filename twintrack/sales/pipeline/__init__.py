"""Opportunities: what a customer may buy, for how much and when."""
