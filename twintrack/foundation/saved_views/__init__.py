"""Lists as people left them: filters, order and groups under a name."""
