"""The redirects that a WARC file holds: the old addresses of its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from archive.db.store import Store
from archive.ingest.moving.moved_articles import note_redirects
from archive.query.lookup import spellings
from archive.urls import is_web_address, normalize_url

_MOST_HOPS = 10  # longer chains lead in circles or nowhere


@dataclass(frozen=True, slots=True)
class Redirect:
    """A response that sends readers on.

    Attributes:
        url: the address that answered so.
        target: the absolute address to which it leads.
        at: aware; when it was captured.
    """

    url: str
    target: str
    at: datetime


def read_redirect(url: str, headers: Mapping[str, str], at: datetime | None) -> Redirect | None:
    """The redirect that a response with a status of 300 to 399 is; None if it leads to no other page.

    Args:
        headers: by lower-case name.
    """
    location = headers.get("location", "").strip()
    if not location or at is None or not is_web_address(url):
        return None
    try:
        target = urljoin(url, location)
    except ValueError:  # a bad bracket in the host
        return None
    # From http to https and the like: an address is found in either spelling.
    same = not is_web_address(target) or normalize_url(target) in map(normalize_url, spellings(url))
    return None if same else Redirect(url, target, at)


def note_all(store: Store, redirects: Iterable[Redirect]) -> None:
    """Make old addresses the aliases of the articles to which they lead. Runs inside a transaction.

    Call it when the pages of the file are stored and cleaned.
    """
    for target, earlier, at in chains(redirects):
        note_redirects(store, list(dict.fromkeys((target, normalize_url(target)))), earlier, at)


def chains(redirects: Iterable[Redirect]) -> Iterator[tuple[str, list[str], datetime]]:
    """Where each address leads that no other leads to: the target, the addresses before it, and when. Pure.

    Of several redirects of one address the latest counts.
    """
    latest: dict[str, Redirect] = {}
    for redirect in sorted(redirects, key=lambda redirect: redirect.at):
        latest[normalize_url(redirect.url)] = redirect
    targets = {normalize_url(redirect.target) for redirect in latest.values()}
    for first, redirect in latest.items():
        if first in targets:
            continue
        earlier, step = [redirect.url], redirect
        while (further := latest.get(normalize_url(step.target))) and len(earlier) <= _MOST_HOPS:
            earlier.append(further.url)
            step = further
        if len(earlier) <= _MOST_HOPS:
            yield step.target, earlier, redirect.at
