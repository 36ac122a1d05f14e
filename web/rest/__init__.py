"""Hold the page of the REST reference and what it needs without a network."""
