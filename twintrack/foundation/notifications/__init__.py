"""What a person is told: the inbox and mail."""
