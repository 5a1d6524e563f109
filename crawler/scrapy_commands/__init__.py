"""Commands for `scrapy`: `crawl` with exit codes, and `due`."""
