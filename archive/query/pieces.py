"""The articles that have something in common: a work, an author, an outlet; as short rows, in one query."""

from __future__ import annotations

from typing import Any

from archive.db.store import Store

_COLUMNS = """coverage.id, coverage.title, coverage.outlet, coverage.authors, coverage.kind, coverage.work_title,
    coverage.published, coverage.published_precision, coverage.rating_raw, coverage.rating_score"""

_OF_WORK = f"""
select {_COLUMNS} from reviews v join articles a on a.revision_id = v.revision_id
join coverage on coverage.id = a.id where v.work_id = ? order by coverage.published desc, coverage.id desc
"""

_OF_AUTHOR = f"""
select {_COLUMNS} from revision_authors ra join articles a on a.revision_id = ra.revision_id
join coverage on coverage.id = a.id where ra.author_id = ? order by coverage.published desc, coverage.id desc
"""

_OF_OUTLET = f"select {_COLUMNS} from coverage where outlet = ? order by published desc, id desc limit ?"


def pieces_about(store: Store, work_id: int) -> list[dict[str, Any]]:
    """The articles about a work, latest first."""
    return list(store.db.query(_OF_WORK, (work_id,)))


def pieces_by(store: Store, author_id: int) -> list[dict[str, Any]]:
    """The articles of an author, latest first."""
    return list(store.db.query(_OF_AUTHOR, (author_id,)))


def pieces_of(store: Store, outlet: str, limit: int) -> list[dict[str, Any]]:
    """The latest articles of an outlet."""
    return list(store.db.query(_OF_OUTLET, (outlet, limit)))
