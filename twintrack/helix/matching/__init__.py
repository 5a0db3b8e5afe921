"""Which requirement a piece of feedback is about: an index of requirements in the database."""
