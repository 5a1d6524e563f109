"""The spider loader for Scrapy: a spider for each outlet file, and the handwritten spiders."""

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
    """There is no spider of this name, or its outlet file has a mistake.

    It is a KeyError because Scrapy expects one, and a UsageError because `scrapy crawl` prints that as one
    line.
    """

    def __str__(self) -> str:
        return str(self.args[0])


class OutletSpiderLoader:
    """Loads the spiders of SPIDER_MODULES, and an OutletSpider for each outlet without one.

    A mistake in an outlet file is logged and affects no other outlet. Loading its spider fails with the
    mistake.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._handwritten = SpiderLoader.from_settings(settings)
        folders = outlet_folders(settings.get("OUTLETS_DIR"))
        self._outlets, self._errors = usable_outlets(folders)
        self._spiders: dict[str, type[Spider]] = {}
        for error in self._errors:
            logger.warning("%s", error)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Scrapy's constructor. It is the first code of ours that Scrapy calls, so it folds the logs."""
        fold_logs(tracebacks=settings["LOG_LEVEL"] == "DEBUG")
        return cls(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of this name; the same class each time.

        Raises:
            NoSuchSpider: it names the mistake in the outlet's file, or the nearest name.
        """
        if spider_name not in self._spiders:
            self._spiders[spider_name] = self._spider(spider_name)
        return self._spiders[spider_name]

    def find_by_request(self, request: Request) -> list[str]:
        """The names of the spiders whose outlet or allowed domains include the request's URL."""
        handwritten = self._handwritten.find_by_request(request)
        owners = [name for name, outlet in self._outlets.items() if outlet.owns(request.url)]
        return sorted({*handwritten, *owners})

    def list(self) -> list[str]:  # after `find_by_request`, whose annotation needs the type `list`
        """The names of all spiders that can be loaded, sorted."""
        return sorted({*self._handwritten.list(), *self._outlets})

    def _spider(self, name: str) -> type[Spider]:
        outlet = self._outlets.get(name)
        if name in self._handwritten.list():
            spider_class = self._handwritten.load(name)
            return _with_outlet(spider_class, outlet) if outlet else spider_class
        if outlet is None:
            raise NoSuchSpider(self._reason(name))
        from crawler.spiders.outlet import OutletSpider  # noqa: PLC0415 - `scrapy list` does not need it

        return _subclass(OutletSpider, outlet)

    def _reason(self, name: str) -> str:
        for error in self._errors:
            if error.path.stem == name:
                return str(error)
        hint = did_you_mean(name, self.list(), "`scrapy list` lists them")
        return f"no outlet or spider is named {name!r}: {hint}"


def _with_outlet(spider_class: type[Spider], outlet: Outlet) -> type[Spider]:
    """Give the outlet to a handwritten OutletSpider of the same name that has none of its own."""
    from crawler.spiders.outlet import OutletSpider  # noqa: PLC0415

    lacks_outlet = issubclass(spider_class, OutletSpider) and getattr(spider_class, "outlet", None) is None
    return _subclass(spider_class, outlet) if lacks_outlet else spider_class


def _subclass(base: type[Spider], outlet: Outlet) -> type[Spider]:
    body = {"name": outlet.name, "outlet": outlet, "__module__": base.__module__, "__doc__": outlet.title}
    return type(base.__name__, (base,), body)
