"""How invoices and receipts, and the ledger's entries on them, are told."""
