"""The crawler: outlets, discovery and manners on top of Scrapy. Feeds captures to `archive`."""
