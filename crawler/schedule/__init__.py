"""When outlets and pages are due, and how to install a recurring crawl."""
