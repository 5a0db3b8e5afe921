"""Work items: what teams do to make requirements come true, on lists and boards."""
