"""A believable company to try Twintrack with."""
