"""Who is asking: by a token, or by name on a developer's own machine."""
