"""Find a site's feeds, sitemaps and sections on its own pages, and write its outlet file."""
