"""Finding an outlet's doors: what a site's own pages say of its feeds, sitemaps and sections."""
