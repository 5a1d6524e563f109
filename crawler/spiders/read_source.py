"""A document of a source read into the frontier: in pieces, so that a large one stalls nothing."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.http import Response, TextResponse

from crawler.frontier import Answer, Frontier, Lease, Offer, Verdict
from crawler.frontier.outlet_sources import leads_on, listing_of
from crawler.outlet.outlet import Listing
from crawler.sources.feed import read_feed
from crawler.sources.links import Link, SourceContent, SourceError, SourceLink, fetch_key
from crawler.sources.listing import read_listing
from crawler.sources.sitemap import read_sitemap
from crawler.sources.traps import CALENDAR, DEEP, PATH, find_trap
from crawler.spiders.responses import answer_of

if TYPE_CHECKING:
    from crawler.spiders.outlet import OutletSpider


_AIR = 0.01  # seconds of work between two breaths of the event loop

_BATCH = 500  # links written at a time


class SourceReader:
    """One document's reading.

    Attributes:
        tally: what became of its links: `taken`, `again`, `known`, `refused`, `elsewhere` (in another section
            than the one asked for), `onward`; of traps what `trap` says, `too deep`, `over `pages``.
    """

    def __init__(self, spider: OutletSpider, lease: Lease) -> None:
        self.spider = spider
        self.lease = lease
        self.tally: Counter[str] = Counter()
        self._offers: list[Offer] = []
        self._elsewhere: list[Offer] = []  # what another crawl may want

    async def read(self, response: Response) -> None:
        """Put the links into the frontier; the last of them go with the note that the document was read.

        Raises:
            SourceError: it could not be read, or not to its end; what could be read was taken.
        """
        answer = answer_of(response, datetime.now(UTC))
        if response.status == 304 or self._is_as_before(answer):
            self.spider.crawl_log.unchanged(self.lease)
            await self.spider.leases.frontier(lambda frontier: self._unchanged(frontier, answer))
            return
        try:
            if self.lease.kind == "sitemap":
                await self._take(read_sitemap(response.body, response.url))
            else:
                await self._read_whole(response)
        except SourceError as error:
            problem, round_ = error.problem, self.spider.round
            await self._flush()
            await self.spider.leases.frontier(
                lambda frontier: frontier.sources.unread(self.lease, answer, problem, round_, again=False)
            )
            raise
        await self._flush(answer)
        self.spider.crawl_log.read(self.lease)

    def _is_as_before(self, answer: Answer) -> bool:
        return self.lease.rules == self.spider.rules and self.lease.sha256 == answer.sha256

    def _unchanged(self, frontier: Frontier, answer: Answer) -> None:
        frontier.sources.lead_on_as_before(self.lease, answer.at)
        frontier.sources.read(self.lease, answer, self.spider.rules, self.spider.round)

    async def _read_whole(self, response: Response) -> None:
        listing = listing_of(self.spider.outlet, self.lease)
        found = await asyncio.to_thread(_read, response, listing)
        await self._take(iter(found.links))
        await self._flush()
        if found.next_page:
            await self._lead_on(found.next_page, news=bool(self.tally["taken"] or self.tally["again"]))
        if found.problem:
            raise SourceError(response.url, found.problem)

    async def _take(self, entries: Iterator[Link | SourceLink]) -> None:
        """Take in every entry, giving the loop air in between."""
        breath = time.monotonic()
        for entry in entries:
            if isinstance(entry, SourceLink):
                self.tally["onward"] += 1
                await self._lead_on(entry)
            else:
                self._offer(entry)
            if len(self._offers) + len(self._elsewhere) >= _BATCH:
                await self._flush()
            if time.monotonic() - breath > _AIR:
                await asyncio.sleep(0)
                breath = time.monotonic()

    def _offer(self, link: Link) -> None:
        offer = self.spider.scope.offer(link)
        if offer is None:
            self.tally["refused"] += 1
            return
        if found := find_trap(offer.key, datetime.now(UTC)):
            self.tally[found] += 1
            return
        if self.spider.scope.within(offer.key):
            self._offers.append(offer)
        else:
            self._elsewhere.append(offer)

    async def _lead_on(self, onward: SourceLink, *, news: bool = True) -> None:
        key = fetch_key(onward.url)
        now = datetime.now(UTC)
        lease = replace(self.lease, rules=self.spider.rules)  # what was read by other rules is read anew
        circling = key and find_trap(key, now)
        if circling in (PATH, CALENDAR):  # a next page may well be sorted and filtered: they are counted
            self.tally[circling] += 1
        elif not leads_on(self.spider.outlet, self.lease):
            self.tally[DEEP] += self.lease.kind == "sitemap"
        elif key:
            await self.spider.leases.frontier(
                lambda frontier: frontier.sources.lead_on(lease, key, onward.lastmod, now, news=news)
            )

    async def _flush(self, answer: Answer | None = None) -> None:
        """Write what was gathered, and with an `answer` that the document was read."""
        offers, self._offers = self._offers, []
        elsewhere, self._elsewhere = self._elsewhere, []
        now = datetime.now(UTC)

        def write(frontier: Frontier) -> Counter[Verdict]:
            most = self.spider.outlet.pages
            verdicts = frontier.pages.offer(offers, now, self.lease, most)
            frontier.pages.offer(elsewhere, now, self.lease, most)
            if answer:
                frontier.sources.read(self.lease, answer, self.spider.rules, self.spider.round)
            return verdicts

        self.tally["elsewhere"] += len(elsewhere)
        self.tally.update(await self.spider.leases.frontier(write))
        self.tally = +self.tally  # without zeros


def _read(response: Response, listing: Listing | None) -> SourceContent:
    if listing is None:
        kind = response.headers.get("Content-Type")
        return read_feed(response.body, response.url, kind.decode("latin-1") if kind else None)
    if not isinstance(response, TextResponse):
        raise SourceError(response.url, "is no web page")
    return read_listing(response, listing.links, listing.next)
