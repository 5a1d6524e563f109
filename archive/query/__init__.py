"""Read the archive back: search, selection, lookup, flat records."""
