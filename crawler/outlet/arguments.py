"""The spider arguments of an outlet: `scrapy crawl NAME -a ...`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.errors import MatineeError
from crawler.outlet.outlet import Outlet
from crawler.sources.links import fetch_key

_NAMES = {"url", "limit", "section", "since", "refetch"}


@dataclass(frozen=True, slots=True)
class Arguments:
    """The checked arguments of one crawl.

    Attributes:
        urls: crawl only these pages; () for the pages that the sources name.
        limit: crawl at most this many pages.
        section: crawl only pages below this path.
        since: crawl only pages published since then, if a source gives their date; aware.
        refetch: fetch known pages again, unconditionally.
    """

    urls: tuple[str, ...] = ()
    limit: int | None = None
    section: str | None = None
    since: datetime | None = None
    refetch: bool = False

    def part(self) -> str | None:
        """The arguments that restrict the crawl to a part of the outlet, as JSON; None for a whole crawl."""
        restrictions = {"url": self.urls, "limit": self.limit, "section": self.section}
        given = {name: value for name, value in restrictions.items() if value}
        return json.dumps(given, ensure_ascii=False) if given else None


class ArgumentError(MatineeError):
    """A spider argument that is unknown or has an invalid value."""


def read_arguments(given: Mapping[str, str], outlet: Outlet) -> Arguments:
    """Check the arguments that Scrapy passes on. Raises ArgumentError, which says what to write instead."""
    if unknown := set(given) - _NAMES:
        raise ArgumentError(
            f"-a {min(unknown)}: unknown argument", "use url, limit, section, since or refetch"
        )
    urls = tuple(re.split(r",(?=https?://)", given["url"])) if "url" in given else ()
    for url in urls:
        if fetch_key(url) is None or not outlet.owns(url):
            hosts = ", ".join(outlet.hosts)
            raise ArgumentError(f"-a url={url}: not a page of {outlet.name}", f"give http(s) URLs on {hosts}")
    limit = given.get("limit")
    if limit is not None and not re.fullmatch(r"[1-9][0-9]*", limit):
        raise ArgumentError(f"-a limit={limit}: not a number of pages", "give a whole number from 1 up")
    section = given.get("section")
    if section is not None and not section.startswith("/"):
        raise ArgumentError(f"-a section={section}: not a path", "give one such as /film/")
    refetch = given.get("refetch", "0")
    if refetch not in {"0", "1"}:
        raise ArgumentError(f"-a refetch={refetch}: neither 0 nor 1", "give 1 to fetch known pages again")
    return Arguments(urls, int(limit) if limit else None, section, _since(given.get("since")), refetch == "1")


def _since(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise ArgumentError(f"-a since={given}: not a date", "give one such as 2026-05-01") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
