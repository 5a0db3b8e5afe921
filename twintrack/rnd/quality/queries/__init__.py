"""Which builds and tests there are, how products stand, and the facts others compute with."""
