"""Run crawls: many outlets in one process, dry runs, single pages."""

# First, as it has `inspect` look through all modules that are loaded, once for each frame of the stack. (To
# report upstream: scrapy/scrapy, utils/deprecate.py, `create_deprecated_class`.)
import scrapy.core.downloader.handlers.http11  # noqa: F401
