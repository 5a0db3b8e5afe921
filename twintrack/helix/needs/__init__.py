"""What R&D must have ready for a deal: requirements that opportunities need."""
