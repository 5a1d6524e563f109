"""The archive: captures, articles and their facts in one SQLite file. Knows nothing of Scrapy or sockets."""
