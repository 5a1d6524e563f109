"""Read an outlet's latest pages from the archive for drift detection."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.db.rows import Row
from archive.db.store import Store
from archive.drift.detect import Drift, DriftPage, drifts

LATEST = 200  # pages to compare

NO_DRIFT = "[]"  # stored in `crawls.drift` for an outlet without drift

NEIGHBOURS = 10  # articles on either side to compare an article's lines with

# Leaves out `same`, which repeats an earlier reading, and imported pages, whose order means nothing.
_PAGES = """
select c.url, c.captured_at, c.outcome, r.id as revision, r.title, r.authors_from,
    r.published, r.word_count, r.text,
    (select f.published from frontier f where f.outlet = c.outlet and f.url = c.url) as hinted
from captures c left join revisions r on r.capture_id = c.id
where c.outlet = ? and c.crawl_id is not null and c.status < 400
    and c.outcome in ('new', 'changed', 'worse', 'not_article', 'failed')
order by c.id desc limit ?
"""


def recent_pages(store: Store, outlet: str) -> list[DriftPage]:
    """The latest pages of an outlet that crawls captured, in order of capture."""
    pages: list[DriftPage] = []
    texts: list[str] = []
    for row in store.db.query(_PAGES, (outlet, LATEST)):
        is_article = row["outcome"] in {"new", "changed"}
        if is_article and row["revision"] is None:
            continue  # no longer an article since it was cleaned again
        pages.append(_page(row, article=is_article))
        texts.append((row["text"] or "") if is_article else "")
    return [replace(page, shared=share) for page, share in zip(pages, shared(texts), strict=True)][::-1]


def current_drift(store: Store, outlet: str, stored: str | None = None) -> list[Drift]:
    """The current drift of an outlet.

    Args:
        stored: `crawls.drift` of its last crawl. Only new pages can start a drift, though cleaning again may
            end one. So if it says that there was none, no page is read.
    """
    return [] if stored == NO_DRIFT else drifts(recent_pages(store, outlet))


def drift_json(store: Store, outlet: str) -> str:
    """The current drift of an outlet as JSON, for `crawls.drift`."""
    return json.dumps([drift.as_dict() for drift in current_drift(store, outlet)])


def shared(texts: Sequence[str]) -> list[float]:
    """For each text, the share of characters in lines that also occur in a neighbour; 0 if empty."""
    lines = [[line.strip() for line in text.split("\n") if line.strip()] for text in texts]
    indexes = [index for index, text_lines in enumerate(lines) if text_lines]
    sets = [set(lines[index]) for index in indexes]
    near = Counter(line for neighbour in sets[:NEIGHBOURS] for line in neighbour)
    shares = [0.0] * len(texts)
    for position, index in enumerate(indexes):
        near.update(sets[position + NEIGHBOURS] if position + NEIGHBOURS < len(sets) else ())
        if position > NEIGHBOURS:
            near.subtract(sets[position - NEIGHBOURS - 1])
        own = lines[index]
        common = sum(len(line) for line in own if near[line] > 1)  # it contains the line itself
        shares[index] = common / sum(map(len, own))
    return shares


def outlets_crawled(store: Store) -> Iterator[str]:
    """Names of all outlets ever crawled into the archive."""
    # One index lookup per outlet: `select distinct` would read every crawl.
    row = store.row("select min(outlet) as outlet from crawls")
    while row and row["outlet"] is not None:
        yield row["outlet"]
        row = store.row("select min(outlet) as outlet from crawls where outlet > ?", row["outlet"])


def url_section(url: str) -> str:
    """Host and first folder of a URL; folders of digits are skipped as dates."""
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/")[1:-1] if folder and not folder.isdigit()]
    return "/".join([parts.netloc.removeprefix("www."), *folders[:1]])


def _page(row: Row, *, article: bool) -> DriftPage:
    return DriftPage(
        url=row["url"],
        at=datetime.fromisoformat(row["captured_at"]),
        section=url_section(row["url"]),
        published=_moment(row["published"] or row["hinted"]),
        article=article,
        author=row["authors_from"] is not None,
        date=row["published"] is not None,
        title=row["title"] is not None,
        words=row["word_count"] or 0,
    )


def _moment(stored: str | None) -> datetime | None:
    """A stored date, however precise: `2024`, `2024-05`, `2024-05-17`, or to the second."""
    if stored is None:
        return None
    try:
        return datetime.fromisoformat(f"{stored[:10]}-01-01"[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None
