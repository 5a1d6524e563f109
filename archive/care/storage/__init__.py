"""The space that captures take: which ones keep their bytes, and how these are compressed."""
