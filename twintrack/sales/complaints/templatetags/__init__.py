"""Tags of complaints."""
