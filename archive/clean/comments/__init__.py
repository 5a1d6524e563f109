"""Readers' comments below an article: read only when an outlet asks for them, and never part of the text."""
