"""What need not be asked again: within a request, and until the ledger grows."""
