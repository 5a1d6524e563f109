"""Commands of `matinee` that crawl; `crawler.cli` mounts them."""
