"""Currencies, dated exchange rates and how amounts are shown."""
