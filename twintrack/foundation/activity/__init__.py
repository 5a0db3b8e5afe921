"""The feed of what happened to an object, told from the ledger."""
