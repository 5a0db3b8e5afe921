"""What people type about leads, their rules and their web forms."""
