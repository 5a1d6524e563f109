"""Atom and JSON Feed of a search. Pure: entries in, bytes out."""
