"""Which articles tell one story: copies and near copies of a text, grouped and never deleted."""
