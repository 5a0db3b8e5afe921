"""Mails to customers: handed over to the mail server by the worker, each once."""
