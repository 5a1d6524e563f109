"""Decide what a response or failure of a page means: a capture, another try, or a note in the frontier."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from scrapy.http import Response
from scrapy.settings import BaseSettings

from archive.db.outcomes import GONE_STATUSES
from archive.model import Capture
from crawler.frontier import Answer, Frontier, Lease
from crawler.frontier.crawl_stats import UNANSWERED_STAT
from crawler.javascript.browser import Browser
from crawler.politeness.failures import CRAWL_LATER, FORBIDDEN, describe_failure, is_forbidden
from crawler.politeness.robots import HostWaits
from crawler.schedule.retries import ROBOTS_MAX_AGE, is_failure, wait_for_next_crawl, wait_in_crawl
from crawler.shutdown import Stopped
from crawler.spiders.crawl_log import CrawlLog
from crawler.spiders.leases import Leases
from crawler.spiders.meta_refresh import META_REFRESH
from crawler.spiders.moved_page import PageMoved
from crawler.spiders.responses import capture, is_page, make_answer
from crawler.spiders.scope import CrawlScope

_LARGE = 1 << 20  # bytes of a page


class PageOutcomes:
    """Decides what to do with the responses and failures of one crawl's pages.

    Args:
        scope: the crawl's scope; is told which hosts must not be requested again.
        leases: stores the results.
        crawl_log: counts the results.
        settings: RETRY_TIMES and DOWNLOAD_DELAY set how often and when a page is tried again.
        browser: renders pages that came without text; None if the outlet needs no browser.
        is_closing: returns whether the crawl is ending.
    """

    def __init__(
        self,
        scope: CrawlScope,
        leases: Leases,
        crawl_log: CrawlLog,
        *,
        settings: BaseSettings,
        browser: Browser | None,
        is_closing: Callable[[], bool],
    ) -> None:
        self.scope = scope
        self.leases = leases
        self.crawl_log = crawl_log
        self.browser = browser
        self._retries = settings.getint("RETRY_TIMES")
        self._delay = settings.getfloat("DOWNLOAD_DELAY")
        self._is_closing = is_closing

    async def answered(self, response: Response, lease: Lease) -> Capture | None:
        """The capture of a page that got a response; None if there is nothing to store."""
        now = datetime.now(UTC)
        if len(response.body) < _LARGE:  # hashing it takes less time than going to another thread
            answer = make_answer(response, now)
        else:
            answer = await asyncio.to_thread(make_answer, response, now)
        if META_REFRESH in (response.meta.get("redirect_reasons", ()) if response.request else ()):
            # These are of the page behind. The page that refreshes would answer "unchanged" to them.
            answer = replace(answer, etag=None, last_modified=None)
        if response.status == 304:
            self.crawl_log.count("pages/unchanged")
            await self._done(lease, answer, self.leases.plan_revisit(lease, now))
            return None
        if is_failure(response.status):
            problem = f"HTTP {response.status}"
            if await self._try_again(lease, answer, problem):
                return None
            self.crawl_log.page_unfetched(lease, problem, has_answer=True)
        else:
            # That a known page is gone which the user asks for by name is an answer and no failure.
            named = lease.url in self.scope.named_keys and lease.status is not None
            told = named and response.status in GONE_STATUSES
            self.crawl_log.count("pages/fetched" if told or response.status < 400 else "pages/error")
        if not is_page(response):
            await self._skip(response, lease, answer)
            return None
        try:
            response = await self._rendered(response)
        except Stopped:
            self.leases.drop(lease)
            return None
        except HostWaits as error:
            await self._leave_host(lease, error, now)
            return None
        page = capture(response, self.scope.outlet, lease.hint, now)
        if earlier := self.leases.redirects.pop(lease.url, None):
            page = replace(page, redirected_from=(*page.redirected_from, *earlier))
        self.leases.captured(lease, response, page, answer)
        return page

    async def is_taken(self, key: str) -> bool:
        """Whether this crawl has fetched the page with a fetch key, or is about to."""
        return await self.leases.frontier(lambda frontier: frontier.pages.is_taken(key, self.leases.crawl_id))

    async def failed(self, error: BaseException | None, lease: Lease) -> None:
        """Note that a page could not be fetched, and when to request it again."""
        answer = Answer(datetime.now(UTC), None)
        self.crawl_log.request_failed(error)
        if isinstance(error, PageMoved):
            self.crawl_log.count("pages/moved")
            self.crawl_log.logger.info("%s: moved to %s", lease.url, error.url)
            await self.leases.moved(lease, answer, [error.key, error.url], error.earlier)
        elif isinstance(error, Stopped):
            self.leases.drop(lease)  # all leases are released when the crawl ends
        elif is_forbidden(error):
            self.crawl_log.count("pages/forbidden")
            if lease.url in self.scope.named_keys:
                self.crawl_log.named_page_failed(lease, FORBIDDEN)
            await self._put_off(lease, FORBIDDEN, answer.at + ROBOTS_MAX_AGE)
        elif isinstance(error, HostWaits):  # already logged, once for the host
            await self._leave_host(lease, error, answer.at)
        else:
            await self._give_up_or_try_again(lease, answer, *describe_failure(error))

    async def _rendered(self, response: Response) -> Response:
        """The page, rendered by a browser if it contains no text. Raises Stopped or HostWaits."""
        if self.browser is None or response.status != 200:
            return response
        if await asyncio.to_thread(self._is_bare, response):
            return await self.browser.render(response)
        return response

    def _is_bare(self, response: Response) -> bool:
        from archive.clean.page.read import is_bare, read_page  # noqa: PLC0415 - slow to import, rarely needed

        return is_bare(read_page(capture(response, self.scope.outlet, None, datetime.now(UTC))))

    async def _skip(self, response: Response, lease: Lease, answer: Answer) -> None:
        """Note that a document, such as a PDF, is no page. It is not stored."""
        self.crawl_log.count("pages/not_html")
        kind = (response.headers.get("Content-Type") or b"unknown type").decode("latin-1")
        self.crawl_log.logger.info("%s: skipped, it is not HTML (%s)", response.url, kind)
        await self._done(lease, answer, None, f"no HTML ({kind})")

    async def _done(
        self, lease: Lease, answer: Answer, again: datetime | None, reason: str | None = None
    ) -> None:
        await self.leases.note(lease, lambda frontier: frontier.pages.done(lease, answer, again, reason))

    async def _give_up_or_try_again(self, lease: Lease, answer: Answer, problem: str, remedy: str) -> None:
        may_heal = remedy == CRAWL_LATER
        if may_heal and await self._try_again(lease, answer, problem):
            return
        why = ": ".join(filter(None, (problem, remedy)))
        self.crawl_log.page_unfetched(lease, why, has_answer=False)
        again = answer.at + wait_for_next_crawl(lease.tries)

        def write(frontier: Frontier) -> None:
            if may_heal:
                frontier.pages.failed(lease, answer, problem, again)
            else:
                frontier.pages.dead(lease, answer, problem)

        await self.leases.note(lease, write)

    async def _try_again(self, lease: Lease, answer: Answer, problem: str) -> bool:
        """Queue a failed page again in this crawl. Returns False if it has used up its tries."""
        if lease.tries >= self._retries or self._is_closing():
            return False
        again = answer.at + wait_in_crawl(lease.tries, self._delay)
        await self.leases.note(lease, lambda frontier: frontier.pages.failed(lease, answer, problem, again))
        return True

    async def _leave_host(self, lease: Lease, error: HostWaits, now: datetime) -> None:
        """Request nothing more from the page's host in this crawl."""
        self.crawl_log.count("pages/unfetched")
        self.crawl_log.count(UNANSWERED_STAT)
        self.scope.waiting_hosts.add(lease.host)
        await self._put_off(lease, "its host waits", error.until or now + wait_for_next_crawl(lease.tries))

    async def _put_off(self, lease: Lease, reason: str, again: datetime) -> None:
        await self.leases.note(lease, lambda frontier: frontier.pages.put_off(lease, reason, again))
