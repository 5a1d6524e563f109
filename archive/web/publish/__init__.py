"""A copy of an archive for browsing: the facts of articles, and of their texts what may be shown."""
