"""The tables of baselines, step by step."""
