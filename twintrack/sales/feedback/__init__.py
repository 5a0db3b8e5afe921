"""What customers said: recorded in their own words, triaged and followed to its answer."""
