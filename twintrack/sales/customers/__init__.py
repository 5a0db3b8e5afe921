"""Customers, their contacts and the products they have installed."""
