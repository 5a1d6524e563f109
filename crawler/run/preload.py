"""Import what a process needs for its first crawl, before the event loop runs.

Scrapy imports its components when it makes a crawler, which it does in the event loop. That takes 0.3 s,
in which no request of another crawl and no timer goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from archive.garbage import collect_rarely

# Each of these settings is a class path.
_CLASSES = (
    *("DOWNLOADER", "DOWNLOADER_CLIENTCONTEXTFACTORY", "DOWNLOADER_HTTPCLIENTFACTORY", "DUPEFILTER_CLASS"),
    *("LOG_FORMATTER", "ROBOTSTXT_PARSER", "SCHEDULER", "SCHEDULER_MEMORY_QUEUE", "SCHEDULER_PRIORITY_QUEUE"),
    "STATS_CLASS",
)

# Each of these settings maps class paths to their order, None for one that is off.
_COMPONENTS = ("DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES", "SPIDER_MIDDLEWARES")


def import_components(settings: BaseSettings) -> None:
    """Import the classes that the settings name. Scrapy reports those that cannot be imported."""
    for path in _class_paths(settings):
        with suppress(Exception):
            load_object(path)
    collect_rarely()


def _class_paths(settings: BaseSettings) -> Iterator[Any]:
    yield from (settings[name] for name in _CLASSES if settings[name])
    yield from (path for path in settings.getwithbase("DOWNLOAD_HANDLERS").values() if path)
    for name in _COMPONENTS:
        components = settings.getwithbase(name)
        yield from (path for path, order in components.items() if order is not None)
