"""Tags and filters of personal data."""
