"""Import WARC files, saved pages and folders of them into an archive."""
