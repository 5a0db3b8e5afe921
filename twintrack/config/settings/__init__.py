"""One module per place where Twintrack runs."""
