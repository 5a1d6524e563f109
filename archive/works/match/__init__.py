"""Decide which names are one work, and which of the catalogue. Pure."""
