"""Two processes change one store at the same time."""
