"""Tags of mails to customers."""
