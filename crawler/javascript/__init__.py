"""Render pages in a browser: scrapy-playwright and the system's Chromium, as politely as a crawl."""
