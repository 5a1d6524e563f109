"""Render pages that need a browser, with scrapy-playwright and the system's Chromium, as politely as a crawl."""
