"""Feeds, sitemaps and listings: bytes in, links out. Pure."""
