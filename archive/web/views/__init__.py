"""A file a page: reads what the page shows and names its template."""
