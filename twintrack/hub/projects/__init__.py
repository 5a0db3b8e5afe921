"""Projects, their groups and milestones."""
