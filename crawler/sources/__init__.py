"""Read feeds, sitemaps and listings: bytes in, links out. Pure."""
