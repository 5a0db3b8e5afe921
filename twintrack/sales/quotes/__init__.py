"""Quotes: what a customer is offered, for how much and until when."""
