"""Baselines: what was frozen under a name, and what has changed against it since."""
