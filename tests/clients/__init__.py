"""Clients that others wrote, unchanged, against a server of ours."""
