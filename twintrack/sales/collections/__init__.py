"""Invoices, receipts and what comes between them: who paid what, and who has to be asked."""
