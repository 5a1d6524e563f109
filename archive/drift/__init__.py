"""Detect pages that are read worse than before, such as after a template change."""
