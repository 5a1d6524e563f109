"""Pages that only a browser can draw: scrapy-playwright and the system's Chromium, with the manners of a crawl."""
