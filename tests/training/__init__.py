"""`make model`: trains what `archive` ships as weights."""
