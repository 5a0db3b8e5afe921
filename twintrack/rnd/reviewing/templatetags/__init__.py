"""How templates show review meetings."""
