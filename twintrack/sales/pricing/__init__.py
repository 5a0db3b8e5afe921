"""What the company sells and for how much: the catalogue, price books, costs."""
