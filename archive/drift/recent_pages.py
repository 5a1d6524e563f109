"""Read an outlet's latest pages from the archive for drift detection."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.db.rows import Row
from archive.db.store import Store
from archive.drift.detect import Drift, DriftPage, drifts
from archive.folding import fold

LATEST = 200  # pages to compare

NO_DRIFT = "[]"  # stored in `crawls.drift` for an outlet without drift

NEIGHBOURS = 10  # articles on either side to compare an article's lines with

_MOST_CAPTURES = 10 * LATEST  # to look through for pages with a new reading

# Imported pages are left out: their order means nothing. A capture of the same text shows the article's.
_READINGS = """
select c.url, c.captured_at, c.crawl_id, c.outcome, c.lost_facts,
    r.id as revision, r.title, r.authors_from, r.published, r.word_count,
    (select f.published from frontier f where f.outlet = c.outlet and f.url = c.url) as hinted,
    (select max(p.id) from captures p where p.url = c.url and p.id < c.id and p.status < 400
        and p.crawl_id is not null and p.outcome is not null) as previous
from captures c
left join articles a on a.id = c.article_id
left join revisions r on r.id = coalesce(
    (select own.id from revisions own where own.article_id = c.article_id and own.capture_id = c.id),
    case when c.outcome in ('same', 'changed') then a.revision_id end)
where {where}
"""
_LATEST = _READINGS.format(
    where="c.outlet = ? and c.crawl_id is not null and c.status < 400 and c.outcome is not null"
    " order by c.id desc limit ?"
)
_ONE = _READINGS.format(where="c.id = ?")


_SAME_TITLES = 3  # pages with one title, from which on it is none of their own


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a page was read at one capture. Two captures of a page with equal readings say the same.

    Attributes:
        revision: id of the text; None without an article.
        lost: facts that the article had and this capture does not show, or shows worse.
    """

    article: bool
    revision: int | None = None
    lost: frozenset[str] = frozenset()


def recent_pages(store: Store, outlet: str) -> list[DriftPage]:
    """The latest pages of an outlet that crawls captured, in order of capture.

    A page that was looked at again counts again only if it is read differently: has another text, is an
    article no more or again, or has lost a fact or got it back.
    """
    pages: list[DriftPage] = []
    rows: list[Row] = []
    for row in store.db.query(_LATEST, (outlet, _MOST_CAPTURES)):
        reading = _reading(row)
        if reading is None or (row["previous"] and reading == _reading_of(store, row["previous"])):
            continue
        pages.append(_page(row, reading))
        rows.append(row)
        if len(pages) == LATEST:
            break
    shares = shared([_text(store, page, row) for page, row in zip(pages, rows, strict=True)])
    titles = _pages_by_title(rows)
    return [
        replace(page, shared=share, title=page.title and _is_own_title(row, titles))
        for page, share, row in zip(pages, shares, rows, strict=True)
    ][::-1]


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


def _reading(row: Row) -> _Reading | None:
    """How a page was read; None for an article whose revision is gone since it was cleaned again."""
    if row["outcome"] not in ("new", "changed", "same"):
        return _Reading(article=False)
    if row["revision"] is None:
        return None
    return _Reading(article=True, revision=row["revision"], lost=_lost(row))


def _reading_of(store: Store, capture_id: int) -> _Reading | None:
    row = store.row(_ONE, capture_id)
    return _reading(row) if row else None


def _lost(row: Row) -> frozenset[str]:
    return frozenset(json.loads(row["lost_facts"] or "[]"))


def _text(store: Store, page: DriftPage, row: Row) -> str:
    revision = store.row("select text from revisions where id = ?", row["revision"]) if page.article else None
    return str(revision["text"]) if revision else ""


def _pages_by_title(rows: Sequence[Row]) -> Counter[str]:
    """The number of pages that have each title, folded."""
    pairs = {(fold(row["title"]), row["url"]) for row in rows if row["title"]}
    return Counter(title for title, _ in pairs)


def _is_own_title(row: Row, pages: Counter[str]) -> bool:
    """Whether a title is the page's own. A new theme may show the site's name where the title was."""
    return not row["title"] or pages[fold(row["title"])] < _SAME_TITLES


def _page(row: Row, reading: _Reading) -> DriftPage:
    lost = reading.lost
    return DriftPage(
        url=row["url"],
        at=datetime.fromisoformat(row["captured_at"]),
        section=url_section(row["url"]),
        published=_moment(row["published"] or row["hinted"]),
        article=reading.article,
        author=row["authors_from"] is not None and "authors" not in lost,
        date=row["published"] is not None and "published" not in lost,
        title=row["title"] is not None and "title" not in lost,
        words=row["word_count"] or 0,
        crawl=row["crawl_id"],
    )


def _moment(stored: str | None) -> datetime | None:
    """A stored date, however precise: `2024`, `2024-05`, `2024-05-17`, or to the second."""
    if stored is None:
        return None
    try:
        return datetime.fromisoformat(f"{stored[:10]}-01-01"[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None
