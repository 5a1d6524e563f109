"""The Scrapy item pipeline that stores captures in the archive."""
