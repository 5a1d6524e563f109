"""Log formats: one line a record."""
