"""Store pages of which the archive knows no address: most of a first crawl or an import.

There is nothing to compare them with, so a batch of them is decided on without a query for each page, and
written at once. For any other page, see `store_capture.py`. Runs inside the writer's transaction.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.db.store import Store
from archive.db.tombstones import any_removed, is_removed
from archive.ingest.revisions.decide import decide
from archive.ingest.storing.new_articles import Page, add_articles
from archive.ingest.storing.store_outcomes import store_outcomes
from archive.ingest.workers.messages import Job, Outcome
from archive.model import Article

# What is known of some addresses.
_AT_ADDRESSES = """
select url, id, outcome, redirected_from from captures where url in (select value from json_each(?1))
union all select url, null, null, null from articles where url in (select value from json_each(?1))
union all select url, null, null, null from aliases where url in (select value from json_each(?1))
"""


class _Known(NamedTuple):
    """What is known of an address: a capture of it; an article or an alias is nothing more than known."""

    id: int | None
    outcome: str | None
    redirected_from: str | None


def unseen_pages(store: Store, jobs: Sequence[Job]) -> dict[int, Page]:
    """By id of the capture, the new pages whose addresses neither the archive nor another job has."""
    if any(job.replay for job in jobs):  # these give articles other addresses, which nobody knows yet
        return {}
    addresses = {job.capture_id: _addresses(job) for job in jobs}
    shared = Counter(url for urls in addresses.values() for url in urls)
    known: defaultdict[str, list[_Known]] = defaultdict(list)
    for url, *row in store.db.execute(_AT_ADDRESSES, (json.dumps([*shared]),)):
        known[url].append(_Known(*row))
    removals = any_removed(store)
    pages = {}
    for job in jobs:
        own = addresses[job.capture_id]
        if (
            isinstance(job.result, Article)
            and job.capture
            and not (job.unstored or job.has_outcome or job.capture.redirected_from)
            and not _may_forget(job.result)
            and all(shared[url] == 1 for url in own)
            and [row for url in own for row in known[url]] == [_Known(job.capture_id, None, None)]
            and not (removals and is_removed(store, (job.result.url,)))
        ):
            pages[job.capture_id] = Page(job.capture_id, job.capture, job.result)
    return pages


def _may_forget(article: Article) -> bool:
    """Whether an outlet's template may be forgotten for a page, with what pages before it have shown."""
    use = article.trace.use
    return use is not None and use.outcome in ("misfit", "different")


def _addresses(job: Job) -> set[str]:
    capture = job.capture
    urls = {capture.url, *capture.redirected_from} if capture else set()
    return urls | ({job.result.url} if isinstance(job.result, Article) else set())


def store_unseen(store: Store, pages: Sequence[Page]) -> list[Outcome]:
    """Decide on such pages and write their articles, their revisions and the outcomes."""
    decisions = [decide(None, page.article, page.capture) for page in pages]
    new = [page for page, decision in zip(pages, decisions, strict=True) if decision.outcome == "new"]
    articles: Mapping[int, int] = dict(
        zip((page.capture_id for page in new), add_articles(store, new), strict=True)
    )
    outcomes = [
        Outcome(
            page.capture_id,
            decision.outcome,
            decision.reason,
            articles.get(page.capture_id),
            decision.page_type,
            decision.outcome == "new" and page.article.gate.doubtful,
        )
        for page, decision in zip(pages, decisions, strict=True)
    ]
    store_outcomes(store, outcomes)
    return outcomes
