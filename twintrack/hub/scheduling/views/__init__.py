"""Pages of calendars and leave."""
