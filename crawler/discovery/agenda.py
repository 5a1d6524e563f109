"""What one crawl is going to fetch: every page once, however many doors lead to it, within the limits."""

from __future__ import annotations

from collections import Counter, deque
from typing import Literal
from urllib.parse import unquote, urlsplit

from archive.model import Hint
from crawler.discovery.links import Link, fetch_key
from crawler.outlets import Outlet, Section

ENOUGH = 10_000  # pages that wait: a big outlet's sitemaps name more than memory holds

Verdict = Literal["taken", "known", "refused", "over limit"]


class Agenda:
    """The pages to fetch, as fetch keys (a string each), in the order in which they were offered.

    Args:
        outlet: says which URLs it accepts, and its sections' limits.
        limit: at most this many pages, or None.
        section: only pages below this path, or None.
    """

    def __init__(self, outlet: Outlet, limit: int | None = None, section: str | None = None) -> None:
        self.outlet = outlet
        self.limit = limit
        self.section = Section(section) if section else None
        self._queue: deque[str] = deque()
        self._hints: dict[str, Hint] = {}
        self._open: set[str] = set()  # taken, and not yet answered
        self._seen: set[str] = set()
        self._taken: Counter[Section | None] = Counter()

    def offer(self, link: Link, given: bool = False) -> Verdict:
        """Put a link on the agenda, or say why not.

        Args:
            given: a person named this very page, so that only the limit is asked.

        A page that is not answered yet takes the hint of a later door, if it has none.
        """
        key = fetch_key(link.url)
        if key is None:
            return "refused"
        if key in self._seen:
            if link.hint and key in self._open:
                self._hints.setdefault(key, link.hint)
            return "known"
        if not given and not self._wanted(key):
            return "refused"
        section = self.outlet.section_of(key)
        if self.full or (section and section.limit and self._taken[section] >= section.limit):
            return "over limit"
        self._take(key, section, link.hint)
        return "taken"

    def exclude(self, key: str) -> None:
        """The page with this fetch key is none to capture: a source's."""
        self._seen.add(key)

    @property
    def full(self) -> bool:
        """Whether the limit has been reached."""
        return self.limit is not None and self._taken.total() >= self.limit

    @property
    def wants_more(self) -> bool:
        """Whether to open another door before the next page is fetched."""
        return not self.full and len(self._queue) < ENOUGH

    def next(self) -> str | None:
        """The next page to fetch, or None while there is none."""
        return self._queue.popleft() if self._queue else None

    def answered(self, key: str) -> Hint | None:
        """The page was fetched, or could not be: what the sources said of it."""
        self._open.discard(key)
        return self._hints.pop(key, None)

    def _wanted(self, key: str) -> bool:
        if self.section and not self.section.holds(unquote(urlsplit(key).path)):
            return False
        return self.outlet.accepts(key)

    def _take(self, key: str, section: Section | None, hint: Hint | None) -> None:
        self._seen.add(key)
        self._open.add(key)
        self._queue.append(key)
        self._taken[section] += 1
        if hint:
            self._hints[key] = hint
