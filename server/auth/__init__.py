"""Who is asking, in each of AppSync's modes, or by name on a developer's own machine."""
