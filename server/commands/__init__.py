"""The commands: each takes its parsed arguments and returns an exit code."""
