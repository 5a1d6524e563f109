"""The commands of `matinee` that crawl; `crawler.cli.main` adds them to the others."""
