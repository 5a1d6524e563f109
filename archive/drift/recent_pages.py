"""Read an outlet's latest pages from the archive for drift detection."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.db.rows import Row
from archive.db.store import Store
from archive.drift.detect import Drift, DriftPage, drifts
from archive.folding import fold

LATEST = 200  # pages to compare

NO_DRIFT = "[]"  # stored in `crawls.drift` for an outlet without drift

NEIGHBOURS = 10  # articles on either side to compare an article's lines with

_MOST_CAPTURES = 20_000  # to look through for pages that are read for the first time, or differently

_READ = "('new', 'changed', 'same')"  # outcomes of captures that are read as articles

# Captures that say something new, each with the page's capture before. A page that is looked at again says
# something new if it has another text, is an article no more or again, or lost a fact or has it again.
# Imported pages are left out: their order means nothing.
_NEWS = f"""
select c.id, p.id from (
    select * from captures
    where outlet = ? and crawl_id is not null and status < 400 and outcome is not null
    order by id desc limit ?
) c
left join captures p on p.id = (
    select max(q.id) from captures q where q.url = c.url and q.id < c.id and q.status < 400
        and q.crawl_id is not null and q.outcome is not null)
where p.id is null or c.outcome in ('new', 'changed') or p.lost_facts is not c.lost_facts
    or (c.outcome in {_READ}) <> (p.outcome in {_READ})
order by c.id desc limit ?
"""

# A capture of a text that was known shows the article's current revision.
_READINGS = f"""
select c.id, c.url, c.captured_at, c.crawl_id, c.outcome in {_READ} as article, c.lost_facts,
    r.id as revision, r.title, r.authors_from, r.published, r.word_count, r.text,
    (select f.published from frontier f where f.outlet = c.outlet and f.url = c.url) as hinted
from captures c
left join articles a on a.id = c.article_id
left join revisions r on c.outcome in {_READ} and r.id = coalesce(
    (select own.id from revisions own where own.article_id = c.article_id and own.capture_id = c.id),
    case when c.outcome <> 'new' then a.revision_id end)
where c.id in (select value from json_each(?)) order by c.id
"""

_SAME_TITLES = 3  # pages with one title, from which on it is none of their own


def recent_pages(store: Store, outlet: str) -> list[DriftPage]:
    """The latest pages of an outlet that crawls captured, in order of capture.

    A page that was looked at again is among them only if it is read differently, and then with its reading
    before, however long ago that was.
    """
    news = store.db.execute(_NEWS, (outlet, _MOST_CAPTURES, LATEST)).fetchall()
    ids = {capture_id for pair in news for capture_id in pair if capture_id is not None}
    rows = [
        row
        for row in store.db.query(_READINGS, (json.dumps(sorted(ids)),))
        if not row["article"] or row["revision"]  # else no article any more since it was cleaned again
    ]
    titles = _pages_by_title(rows)
    shares = _shares(rows)
    return [_page(row, titles, share) for row, share in zip(rows, shares, strict=True)]


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
    lines = [[*filter(None, map(str.strip, text.split("\n")))] for text in texts]
    common: list[set[str]] = [set() for _ in lines]
    last: dict[str, int] = {}  # by line the index of the last text with it, counted without empty ones
    indexes = [index for index, text_lines in enumerate(lines) if text_lines]
    for position, index in enumerate(indexes):
        for line in set(lines[index]):
            before = last.get(line)
            if before is not None and position - before <= NEIGHBOURS:
                common[indexes[before]].add(line)
                common[index].add(line)
            last[line] = position
    return [
        sum(len(line) for line in own if line in among) / (sum(map(len, own)) or 1)
        for own, among in zip(lines, common, strict=True)
    ]


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


def _shares(rows: Sequence[Row]) -> list[float]:
    """The share of each text that its neighbours have too; earlier texts of a page are none of these."""
    looks: Counter[str] = Counter()
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        groups[looks[row["url"]]].append(place)
        looks[row["url"]] += 1
    shares = [0.0] * len(rows)
    for places in groups.values():
        for place, share in zip(places, shared([rows[place]["text"] or "" for place in places]), strict=True):
            shares[place] = share
    return shares


def _pages_by_title(rows: Sequence[Row]) -> Counter[str]:
    """The number of pages that have each title, folded."""
    pairs = {(fold(row["title"]), row["url"]) for row in rows if row["title"]}
    return Counter(title for title, _ in pairs)


def _is_own_title(row: Row, pages: Counter[str]) -> bool:
    """Whether a title is the page's own. A new theme may show the site's name where the title was."""
    return pages[fold(row["title"])] < _SAME_TITLES


def _page(row: Row, titles: Counter[str], share: float) -> DriftPage:
    lost = json.loads(row["lost_facts"] or "[]")
    return DriftPage(
        url=row["url"],
        at=datetime.fromisoformat(row["captured_at"]),
        section=url_section(row["url"]),
        published=_moment(row["published"] or row["hinted"]),
        article=bool(row["article"]),
        author=row["authors_from"] is not None and "authors" not in lost,
        date=row["published"] is not None and "published" not in lost,
        title=row["title"] is not None and "title" not in lost and _is_own_title(row, titles),
        words=row["word_count"] or 0,
        shared=share,
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
