"""The tables of review meetings, step by step."""
