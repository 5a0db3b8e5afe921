"""Complaints: the clocks of what was promised, what is answered, resolved and confirmed."""
