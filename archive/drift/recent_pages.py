"""An outlet's latest pages as `drift` looks at them, read from the archive."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.db.rows import Row
from archive.db.store import Store
from archive.drift.detect import Drift, Page, drifts

LATEST = 200  # pages: as far back as an outlet's past goes

NOTHING = "[]"  # noted of an outlet that does not drift

NEAR = 10  # articles on either side that an article's lines are looked for in

# `same` says nothing new of a page; what was imported was not found by a crawl, in no order that tells.
_PAGES = """
select c.url, c.captured_at, c.outcome, r.id as revision, r.title, r.authors_from,
    r.published, r.word_count, r.text,
    (select f.published from frontier f where f.outlet = c.outlet and f.url = c.url) as promised
from captures c left join revisions r on r.capture_id = c.id
where c.outlet = ? and c.crawl_id is not null and c.status < 400
    and c.outcome in ('new', 'changed', 'worse', 'not_article', 'failed')
order by c.id desc limit ?
"""


def recent_pages(store: Store, outlet: str) -> list[Page]:
    """The latest pages that crawls captured of an outlet, in order."""
    pages: list[Page] = []
    texts: list[str] = []
    for row in store.db.query(_PAGES, (outlet, LATEST)):
        shown = row["outcome"] in {"new", "changed"}
        if shown and row["revision"] is None:
            continue  # cleaned again since, into nothing
        pages.append(_page(row, article=shown))
        texts.append((row["text"] or "") if shown else "")
    return [replace(page, shared=share) for page, share in zip(pages, shared(texts), strict=True)][::-1]


def drift_of(store: Store, outlet: str, noted: str | None = None) -> list[Drift]:
    """What drifts on an outlet, now.

    Args:
        noted: what was noted when its last crawl ended. Only pages that a crawl brings can begin a drift, but
            cleaning them again may end one: where none was noted, nothing need be read.
    """
    return [] if noted == NOTHING else drifts(recent_pages(store, outlet))


def drift_json(store: Store, outlet: str) -> str:
    """What drifts on an outlet, to be noted."""
    return json.dumps([drift.as_dict() for drift in drift_of(store, outlet)])


def shared(texts: Sequence[str]) -> list[float]:
    """Of each text the share that stands in lines which one of its neighbours has, too; of an empty one 0."""
    lines = [[line.strip() for line in text.split("\n") if line.strip()] for text in texts]
    places = [place for place, found in enumerate(lines) if found]
    sets = [set(lines[place]) for place in places]
    near = Counter(line for neighbour in sets[:NEAR] for line in neighbour)
    shares = [0.0] * len(texts)
    for turn, place in enumerate(places):
        near.update(sets[turn + NEAR] if turn + NEAR < len(sets) else ())
        if turn > NEAR:
            near.subtract(sets[turn - NEAR - 1])
        own = lines[place]
        common = sum(len(line) for line in own if near[line] > 1)  # itself is one of them
        shares[place] = common / sum(map(len, own))
    return shares


def outlets_crawled(store: Store) -> Iterator[str]:
    """Names of the outlets that were ever crawled into the archive."""
    # One look into the index an outlet: `select distinct` would read every crawl there was.
    row = store.row("select min(outlet) as outlet from crawls")
    while row and row["outlet"] is not None:
        yield row["outlet"]
        row = store.row("select min(outlet) as outlet from crawls where outlet > ?", row["outlet"])


def section_of(url: str) -> str:
    """Host and first folder of a URL; folders of digits are dates."""
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/")[1:-1] if folder and not folder.isdigit()]
    return "/".join([parts.netloc.removeprefix("www."), *folders[:1]])


def _page(row: Row, *, article: bool) -> Page:
    return Page(
        url=row["url"],
        at=datetime.fromisoformat(row["captured_at"]),
        section=section_of(row["url"]),
        published=_moment(row["published"] or row["promised"]),
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
