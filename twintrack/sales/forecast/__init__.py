"""What a quarter will bring: forecasts kept day by day, and what they were worth."""
