"""Hold the GraphiQL page and the scripts, styles and licences it needs without a network."""
