"""Which customers are worth how much attention, by rules that the company sets."""
