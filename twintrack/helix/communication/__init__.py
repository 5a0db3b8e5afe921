"""Communication plans: what a customer is told, by whom and when, once R&D reaches a milestone."""
