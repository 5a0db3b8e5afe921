"""Tables of invoices and receipts."""
