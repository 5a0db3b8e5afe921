"""Papers as PDF, and the head that the company writes on them."""
