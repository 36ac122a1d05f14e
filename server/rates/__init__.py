"""Rate limits: how often a caller may ask for what, and where that is counted."""
