"""Pages that show both tracks: today, the chain, search."""
