"""Leads: who may become a customer, from the first word to the opportunity."""
