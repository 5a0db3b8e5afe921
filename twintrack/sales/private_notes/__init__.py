"""Notes on customers that only their author reads, and whom they name."""
