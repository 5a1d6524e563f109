"""Who wrote an article: bylines, metadata and rules for names."""
