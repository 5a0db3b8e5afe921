"""What colleagues say to each other about an object."""
