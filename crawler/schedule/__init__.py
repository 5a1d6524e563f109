"""When outlets and pages are crawled next, and how to install a recurring crawl."""
