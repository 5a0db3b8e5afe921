"""Which known text a new text is about, and how sure that is."""
