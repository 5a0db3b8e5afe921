"""Process insight: measures of how R&D works, and what in them is out of the ordinary."""
