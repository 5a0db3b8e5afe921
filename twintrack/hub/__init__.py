"""Project management: what both tracks stand on."""
