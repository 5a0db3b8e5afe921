"""Pages of projects and milestones."""
