"""Order by hand: strings between any two of which there is a third."""
