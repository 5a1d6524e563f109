"""What `scrapy crawl NAME -a ...` may say to an outlet's spider."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.errors import MatineeError
from crawler.outlet.outlet import Outlet
from crawler.sources.links import fetch_key

_KNOWN = {"url", "limit", "section", "since", "refetch"}


@dataclass(frozen=True, slots=True)
class Arguments:
    """What `-a` said.

    Attributes:
        urls: just these pages; () for what the sources name.
        limit: at most this many pages.
        section: only pages below this path.
        since: only pages published since then, as far as that is known before they are fetched; aware.
        refetch: pages that were fetched before are fetched again, unconditionally.
    """

    urls: tuple[str, ...] = ()
    limit: int | None = None
    section: str | None = None
    since: datetime | None = None
    refetch: bool = False

    def part(self) -> str | None:
        """What was asked for instead of the whole outlet, as JSON; None where nothing was."""
        asked = {"url": self.urls, "limit": self.limit, "section": self.section}
        given = {name: value for name, value in asked.items() if value}
        return json.dumps(given, ensure_ascii=False) if given else None


class ArgumentError(MatineeError):
    """A spider argument that will not do."""


def read_arguments(given: Mapping[str, str], outlet: Outlet) -> Arguments:
    """Arguments as Scrapy hands them on. Raises ArgumentError, naming the argument and what to write."""
    if unknown := set(given) - _KNOWN:
        raise ArgumentError(
            f"-a {min(unknown)}: unknown argument", "there are url, limit, section, since and refetch"
        )
    urls = tuple(re.split(r",(?=https?://)", given["url"])) if "url" in given else ()
    for url in urls:
        if fetch_key(url) is None or not outlet.owns(url):
            hosts = ", ".join(outlet.hosts)
            raise ArgumentError(f"-a url={url}: no page of {outlet.name}", f"give http(s) URLs on {hosts}")
    limit = given.get("limit")
    if limit is not None and not re.fullmatch(r"[1-9][0-9]*", limit):
        raise ArgumentError(f"-a limit={limit}: no number of pages", "give a whole number from 1 up")
    section = given.get("section")
    if section is not None and not section.startswith("/"):
        raise ArgumentError(f"-a section={section}: no path", "give one such as /film/")
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
        raise ArgumentError(f"-a since={given}: no date", "give one such as 2026-05-01") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
