"""What early warning looks for in R&D: iterations, ageing work, people's load, releases, tests."""
