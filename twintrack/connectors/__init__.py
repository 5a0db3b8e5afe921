"""Other systems, one folder each: what they send, put into records of our own; no Django here."""
