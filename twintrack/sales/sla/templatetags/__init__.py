"""Tags of SLA plans."""
