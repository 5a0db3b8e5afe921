"""Pages of repositories and commits."""
