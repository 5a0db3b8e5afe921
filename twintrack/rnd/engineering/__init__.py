"""Repositories: their commits, what these belong to, and the release that first shipped each."""
