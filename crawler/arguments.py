"""What `scrapy crawl NAME -a ...` may say to an outlet's spider."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import MatineeError
from crawler.discovery.links import fetch_key
from crawler.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Arguments:
    """What `-a` said.

    Attributes:
        urls: just these pages; () for what the sources name.
        limit: at most this many pages.
        section: only pages below this path.
    """

    urls: tuple[str, ...] = ()
    limit: int | None = None
    section: str | None = None


class ArgumentError(MatineeError):
    """A spider argument that will not do."""


def read_arguments(given: Mapping[str, str], outlet: Outlet) -> Arguments:
    """Arguments as Scrapy hands them on. Raises ArgumentError, naming the argument and what to write."""
    if unknown := set(given) - {"url", "limit", "section"}:
        raise ArgumentError(f"-a {min(unknown)}: unknown argument", "there are url, limit and section")
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
    return Arguments(urls, int(limit) if limit else None, section)
