"""The worker: follows the ledger and runs scheduled work."""
