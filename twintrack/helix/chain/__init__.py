"""The chain of objects across both tracks, walked from any of them."""
