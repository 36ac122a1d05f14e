"""Bringing in goals with a log from elsewhere."""
