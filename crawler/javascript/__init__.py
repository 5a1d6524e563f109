"""Pages that only a browser can draw: scrapy-playwright and the system's Chromium, with a crawl's manners."""
