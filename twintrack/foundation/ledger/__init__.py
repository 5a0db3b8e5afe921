"""The append-only record of everything that happened, and who follows it."""
