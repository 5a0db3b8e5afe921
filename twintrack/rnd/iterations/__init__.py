"""Iterations: a team, its days and its goal, one after the other."""
