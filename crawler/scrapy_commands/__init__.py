"""Commands added to `scrapy`: `crawl` with exit codes, `due`."""
