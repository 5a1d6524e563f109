"""Commands of `matinee` that crawl; `crawler.cli.main` mounts them."""
