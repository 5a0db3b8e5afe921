"""Contracts: what was agreed with a customer, its amendments, and by when what is paid."""
