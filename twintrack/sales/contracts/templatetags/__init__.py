"""How contracts, and the ledger's entries on them, are told."""
