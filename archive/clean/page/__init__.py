"""A capture decoded and parsed once, for every reader of it."""
