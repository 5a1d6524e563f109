"""The work that an article is about."""
