"""Write articles that are new, any number at once. Runs inside the writer's transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from archive.db.rows import Row, article_facts, folded_hash, insertion, or_update
from archive.db.store import Store
from archive.ingest.learned.boilerplate import write_page_lines
from archive.ingest.learned.template import write_page_places
from archive.ingest.revisions.write_revisions import (
    NewRevision,
    add_revisions,
    mark_duplicates,
)
from archive.ingest.storing.store_comments import store_comments
from archive.model import Article, Capture

_COLUMNS = ("id", "url", "revision_id", "outlet", "doubtful", "doubtful_reason")
_ADD = f"{insertion('articles', _COLUMNS)} {or_update('id', _COLUMNS)}"

# Of some folded texts, those that several revisions have.
_SEVERAL = """
select folded_sha256 from revisions where folded_sha256 in (select value from json_each(?))
group by folded_sha256 having count(*) > 1
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A stored capture and what cleaning read of it."""

    capture_id: int
    capture: Capture
    article: Article


def add_articles(store: Store, pages: Sequence[Page], *, spare: int | None = None) -> list[int]:
    """Add the articles that pages show, with all that is stored of their texts. Returns their ids.

    Args:
        spare: the id of an article that shows nothing, which the first one takes.
    """
    first = store.next_id("articles")
    ids = [*range(first, first + len(pages))]
    if spare is not None:
        ids[0] = spare
    revisions = [
        NewRevision(number, article_id, page.capture_id, page.article, article_facts(page.article))
        for number, (article_id, page) in enumerate(zip(ids, pages, strict=True), store.next_id("revisions"))
    ]
    # With its revision, so that an article is not written again to show it.
    rows = [_row(revision, page) for revision, page in zip(revisions, pages, strict=True)]
    store.db.conn.executemany(_ADD, [tuple(row[column] for column in _COLUMNS) for row in rows])
    add_revisions(store, revisions)
    hashes = json.dumps([folded_hash(page.article.text) for page in pages])
    for (folded_sha256,) in store.db.execute(_SEVERAL, (hashes,)).fetchall():
        mark_duplicates(store, folded_sha256)
    by_id = [*zip(ids, pages, strict=True)]
    write_page_lines(store, [(article_id, page.article) for article_id, page in by_id])
    write_page_places(store, [(article_id, page.article, page.capture) for article_id, page in by_id])
    for article_id, page in by_id:
        store_comments(store, article_id, page.capture_id, page.article)
    return ids


def _row(revision: NewRevision, page: Page) -> Row:
    gate = page.article.gate
    return {
        "id": revision.article_id,
        "url": page.article.url,
        "revision_id": revision.id,
        "outlet": page.capture.outlet,
        "doubtful": int(gate.doubtful),
        "doubtful_reason": "; ".join(gate.reasons) if gate.doubtful else None,
    }
