"""Scrapy's settings for the spider of one outlet."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from crawler.javascript.requirements import find_browser, launch_options
from crawler.outlet.outlet import Outlet

# Spider middlewares of Scrapy for requests that come from responses. Ours come from the frontier, and each
# middleware passes every page through a generator of its own. The one for `Referer` serves redirects.
_UNUSED = (
    "scrapy.spidermiddlewares.depth.DepthMiddleware",
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",
)


def set_for_outlet(settings: BaseSettings, outlet: Outlet) -> None:
    """Set what an outlet's file says, and what every outlet's spider needs; `-s` comes first."""
    settings.set("DOWNLOAD_DELAY", outlet.delay, priority="spider")
    # `fetch_key` limits the length of URLs. Scrapy would drop longer requests silently.
    settings.set("URLLENGTH_LIMIT", 0, priority="spider")
    # A response gives at most one item. By default Scrapy would start a hundred tasks for it.
    settings.set("CONCURRENT_ITEMS", 1, priority="spider")
    unused = {**dict.fromkeys(_UNUSED), **settings.getdict("SPIDER_MIDDLEWARES")}
    settings.set("SPIDER_MIDDLEWARES", unused, priority="spider")
    if outlet.language:
        headers = {**settings.getdict("DEFAULT_REQUEST_HEADERS"), "Accept-Language": outlet.language}
        settings.set("DEFAULT_REQUEST_HEADERS", headers, priority="spider")
    if outlet.javascript and (browser := find_browser(settings["BROWSER"])):
        options = launch_options(browser, settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS"))
        settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", options, priority="cmdline")
        settings.set("PLAYWRIGHT_MAX_PAGES_PER_CONTEXT", 1, priority="spider")
