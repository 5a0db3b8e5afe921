"""The trace matrix: what stands behind each requirement, and where nothing does."""
