"""Read one document of a source (feed, sitemap or listing page) into the frontier.

Documents are parsed in a thread and written in batches, so that a large one does not delay other requests.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from scrapy.http import Response, TextResponse

from archive.urls import host_of
from crawler.frontier import Answer, Frontier, Lease, Offer, Verdict
from crawler.frontier.outlet_sources import find_listing, may_go_deeper
from crawler.outlet.outlet import Listing
from crawler.sources.feed import read_feed
from crawler.sources.links import Link, SourceContent, SourceError, SourceLink, fetch_key
from crawler.sources.listing import read_listing
from crawler.sources.sitemap_or_feed import read_sitemap_or_feed
from crawler.sources.traps import CALENDAR, DEEP, PATH, find_trap
from crawler.spiders.crawl_log import CrawlLog
from crawler.spiders.leases import Leases
from crawler.spiders.responses import as_html, content_type, make_answer
from crawler.spiders.scope import CrawlScope

_BATCH = 500  # links parsed in one call, and written in one transaction

# One thread, because lxml must parse all pieces of a document in the same thread.
_PARSER = ThreadPoolExecutor(1, "source-parser")


class SourceReader:
    """Reads one document.

    Args:
        lease: the document's lease.
        scope: decides which links this crawl takes.
        leases: gives access to the frontier.
        crawl_log: counts what was read.

    Attributes:
        tally: number of links by verdict: `taken`, `again`, `known`, `refused`, `elsewhere` (outside the
            section that is crawled), `onward` (a further document), what `find_trap` returns, `too deep`,
            `over `pages``, `removed` (for good, from the archive).
        foreign: number of links by host, of those that are on no host of the outlet.
    """

    def __init__(self, lease: Lease, scope: CrawlScope, leases: Leases, crawl_log: CrawlLog) -> None:
        self.lease = lease
        self.scope = scope
        self.leases = leases
        self.crawl_log = crawl_log
        self.tally: Counter[str] = Counter()
        self.foreign: Counter[str] = Counter()
        self._offers: list[Offer] = []
        self._elsewhere: list[Offer] = []  # outside this crawl's section; a later crawl may fetch them
        self._onward: list[SourceLink] = []
        self._named: set[str] = set()  # fetch keys of all pages and documents in a sitemap

    async def read(self, response: Response) -> None:
        """Store the links in the frontier; the last batch is stored together with the mark that all was read.

        Raises:
            SourceError: the document could not be read, or not to its end. The links up to there are stored.
        """
        answer = await asyncio.to_thread(make_answer, response, datetime.now(UTC))
        if response.status == 304 or self._is_as_before(answer):
            self.crawl_log.source_unchanged(self.lease)
            await self.leases.frontier(lambda frontier: self._note_unchanged(frontier, answer))
            return
        try:
            if self.lease.kind == "sitemap":
                kind = content_type(response)
                await self._read_in_batches(read_sitemap_or_feed(response.body, response.url, kind))
            else:
                await self._read_whole(response)
        except SourceError as error:
            problem = error.problem
            await self._write()
            await self.leases.frontier(
                lambda frontier: frontier.sources.not_read(
                    self.lease, answer, problem, self.scope.round, again=False
                )
            )
            raise
        await self._write(answer)
        self.crawl_log.source_read(self.lease)

    def _is_as_before(self, answer: Answer) -> bool:
        return self.lease.rules == self.scope.rules and self.lease.sha256 == answer.sha256

    def _note_unchanged(self, frontier: Frontier, answer: Answer) -> None:
        frontier.sources.add_known_documents(self.lease, answer.at)
        frontier.sources.read(self.lease, answer, self.scope.rules, self.scope.round)

    async def _read_in_batches(self, entries: Iterator[Link | SourceLink]) -> None:
        loop, more = asyncio.get_running_loop(), True
        while more:
            try:
                more = await loop.run_in_executor(_PARSER, self._gather, entries)
            finally:  # also if the document breaks off
                await self._follow_onward()
            if len(self._offers) + len(self._elsewhere) >= _BATCH:
                await self._write()

    async def _read_whole(self, response: Response) -> None:
        listing = find_listing(self.scope.outlet, self.lease)
        content = await asyncio.to_thread(_read, response, listing)
        await self._read_in_batches(iter(content.links))
        await self._write()
        if content.next_page:
            news = bool(self.tally["taken"] or self.tally["again"])
            await self._follow(content.next_page, news=news)
        if content.problem:
            raise SourceError(response.url, content.problem)

    def _gather(self, entries: Iterator[Link | SourceLink]) -> bool:
        """Sort the next batch of entries, in the parser's thread. Returns whether there were any."""
        empty = True
        for entry in islice(entries, _BATCH):
            empty = False
            if isinstance(entry, SourceLink):
                self.tally["onward"] += 1
                self._onward.append(entry)
            else:
                self._sort(entry)
        return not empty

    def _sort(self, link: Link) -> None:
        offer = self.scope.offer(link)
        if offer is None:
            self.tally["refused"] += 1
            if (host := host_of(link.url)) and not self.scope.outlet.owns(link.url):
                self.foreign[host] += 1
        elif kind_of_trap := find_trap(offer.key, datetime.now(UTC)):
            self.tally[kind_of_trap] += 1
        elif self.scope.in_section(offer.key):
            self._offers.append(offer)
        else:
            self._elsewhere.append(offer)
        if offer and self.lease.kind == "sitemap":
            self._named.add(offer.key)

    async def _follow_onward(self) -> None:
        onward, self._onward = self._onward, []
        for entry in onward:
            await self._follow(entry)

    async def _follow(self, onward: SourceLink, *, news: bool = True) -> None:
        """Queue a further document of the source in the frontier."""
        key = fetch_key(onward.url)
        now = datetime.now(UTC)
        lease = replace(self.lease, rules=self.scope.rules)  # documents read with other rules are read again
        kind_of_trap = key and find_trap(key, now)
        # Parameters that sort or filter are a trap for pages, but normal for the next page of a listing.
        if kind_of_trap in (PATH, CALENDAR):
            self.tally[kind_of_trap] += 1
        elif not may_go_deeper(self.scope.outlet, self.lease):
            self.tally[DEEP] += self.lease.kind == "sitemap"
        elif key:
            self._named.add(key)
            await self.leases.frontier(
                lambda frontier: frontier.sources.add_document(lease, key, onward.lastmod, now, news=news)
            )

    async def _write(self, answer: Answer | None = None) -> None:
        """Store the gathered links; with an `answer`, also mark the document as read."""
        offers, self._offers = self._offers, []
        elsewhere, self._elsewhere = self._elsewhere, []
        now = datetime.now(UTC)

        def write(frontier: Frontier) -> Counter[Verdict]:
            most = self.scope.outlet.pages
            verdicts = frontier.pages.offer(offers, now, self.lease, most)
            frontier.pages.offer(elsewhere, now, self.lease, most)
            if answer:
                frontier.sources.read(self.lease, answer, self.scope.rules, self.scope.round)
                self._note_left(frontier, now)
            return verdicts

        self.tally["elsewhere"] += len(elsewhere)
        self.tally.update(await self.leases.frontier(write))
        self.tally = +self.tally  # without zeros

    def _note_left(self, frontier: Frontier, now: datetime) -> None:
        """Note which pages a sitemap that was read to its end does not list any more."""
        if self.lease.kind != "sitemap":
            return
        plan = self.scope.outlet.revisit
        frontier.pages.left(self.lease.url, self._named, now, plan)
        for document in frontier.sources.documents_left(self.lease, self._named):
            frontier.pages.left(document, (), now, plan)


def _read(response: Response, listing: Listing | None) -> SourceContent:
    if listing is None:
        return read_feed(response.body, response.url, content_type(response))
    page = as_html(response)
    if not isinstance(page, TextResponse):
        raise SourceError(response.url, "is not a web page")
    return read_listing(page, listing.links, listing.next)
