"""Import WARC files, saved pages and folders as captures."""
