"""Scrapy's view of the outlets: one spider for each outlet file, beside the spiders written by hand."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import UsageError
from scrapy.spiderloader import SpiderLoader

from archive.errors import did_you_mean
from crawler.logs.one_line import fold_logs
from crawler.outlet.load import outlet_folders, usable_outlets
from crawler.outlet.outlet import Outlet

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings


logger = logging.getLogger(__name__)


class NoSuchSpider(KeyError, UsageError):
    """There is no spider of this name, or its outlet file is broken.

    A KeyError because Scrapy's protocol asks for one, a UsageError which `scrapy crawl` prints as a line.
    """

    def __str__(self) -> str:
        return str(self.args[0])


class OutletSpiderLoader:
    """A `SPIDER_LOADER_CLASS`: the spiders of SPIDER_MODULES, and an OutletSpider for each other outlet.

    A broken outlet file hides no other: it is logged, and loading its spider fails with what is wrong.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._written = SpiderLoader.from_settings(settings)
        folders = outlet_folders(settings.get("OUTLETS_DIR"))
        self._outlets, self._errors = usable_outlets(folders)
        self._spiders: dict[str, type[Spider]] = {}
        for error in self._errors:
            logger.warning("%s", error)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """How Scrapy builds it, before anything else of ours: from here on its log is folded."""
        fold_logs(tracebacks=settings["LOG_LEVEL"] == "DEBUG")
        return cls(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of this name; the same class each time.

        Raises:
            NoSuchSpider: a KeyError that says what is wrong with the outlet's file, or which names are near.
        """
        if spider_name not in self._spiders:
            self._spiders[spider_name] = self._spider(spider_name)
        return self._spiders[spider_name]

    def find_by_request(self, request: Request) -> list[str]:
        """The names of the spiders whose outlet, or whose allowed domains, the request's URL belongs to."""
        written = self._written.find_by_request(request)
        owners = [name for name, outlet in self._outlets.items() if outlet.owns(request.url)]
        return sorted({*written, *owners})

    def list(self) -> list[str]:  # below what it would shadow the type for
        """The names of all spiders that can be loaded, sorted."""
        return sorted({*self._written.list(), *self._outlets})

    def _spider(self, name: str) -> type[Spider]:
        outlet = self._outlets.get(name)
        if name in self._written.list():
            written = self._written.load(name)
            return _with_outlet(written, outlet) if outlet else written
        if outlet is None:
            raise NoSuchSpider(self._reason(name))
        from crawler.spiders.outlet import OutletSpider  # noqa: PLC0415 - `scrapy list` does without

        return _subclass(OutletSpider, outlet)

    def _reason(self, name: str) -> str:
        for error in self._errors:
            if error.path.stem == name:
                return str(error)
        hint = did_you_mean(name, self.list(), "`scrapy list` lists them")
        return f"no outlet or spider is named {name!r}: {hint}"


def _with_outlet(written: type[Spider], outlet: Outlet) -> type[Spider]:
    """A hand-written OutletSpider that names no outlet of its own gets that of the file of the same name."""
    from crawler.spiders.outlet import OutletSpider  # noqa: PLC0415

    lacks_one = issubclass(written, OutletSpider) and getattr(written, "outlet", None) is None
    return _subclass(written, outlet) if lacks_one else written


def _subclass(base: type[Spider], outlet: Outlet) -> type[Spider]:
    body = {"name": outlet.name, "outlet": outlet, "__module__": base.__module__, "__doc__": outlet.title}
    return type(base.__name__, (base,), body)
