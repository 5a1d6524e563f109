"""Scrapy's pipeline into the archive."""
