"""SLA plans: when the service works for a customer, how soon it answers and solves, and to whom."""
