"""Group articles that tell one story, and put each group in order. Writes the table `stories`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from archive.stories.compare import alike
from archive.stories.original import Member, best_first, credit_lines
from archive.stories.shingles import shingles

if TYPE_CHECKING:
    from sqlite_utils import Database

_MEMBER = """
select a.id, a.url, a.outlet, r.published, r.published_precision, r.status = 'complete', r.word_count,
    r.original_url, r.text, ifnull(r.markdown, ''),
    (select ifnull(min(captured_at), '') from captures where article_id = a.id),
    (select group_concat(name, char(10)) from revision_authors ra join authors on authors.id = ra.author_id
        where ra.revision_id = r.id)
from articles a join revisions r on r.id = a.revision_id where a.id = ?
"""


def group(db: Database, touched: Iterable[int]) -> None:
    """Write the stories of these articles anew, as their links have them."""
    left = set(touched)
    while left:
        story = story_of(db, left.pop())
        left -= story
        if len(story) > 1:
            _write(db, [_member(db, article_id) for article_id in sorted(story)])
        else:
            db.conn.executemany("delete from stories where article_id = ?", [(item,) for item in story])


def story_of(db: Database, article_id: int) -> set[int]:
    """All articles that links lead to from one, itself among them."""
    story, todo = {article_id}, [article_id]
    while todo:
        rows = db.execute("select other_id from _story_links where article_id = ?", (todo.pop(),))
        new = {row[0] for row in rows} - story
        story |= new
        todo += new
    return story


def expected_order(db: Database, story: Iterable[int]) -> list[int]:
    """The articles of a story, the likely original first."""
    return [member.article_id for member in best_first([_member(db, item) for item in sorted(story)])]


def _write(db: Database, members: Sequence[Member]) -> None:
    original, *copies = best_first(members)
    rows = [(original.article_id, original.article_id, 1, 1.0)]
    for place, copy in enumerate(copies, 2):
        share = _alike(db, original.article_id, copy.article_id)
        rows.append((copy.article_id, original.article_id, place, share))
    db.conn.executemany("insert or replace into stories values (?, ?, ?, ?)", rows)


def _alike(db: Database, original_id: int, article_id: int) -> float:
    """How alike two articles of a story are. Those that were never compared are compared now."""
    sql = "select alike from _story_links where article_id = ? and other_id = ?"
    row = db.execute(sql, (original_id, article_id)).fetchone()
    if row:
        return float(row[0])
    texts = "select r.text from articles a join revisions r on r.id = a.revision_id where a.id = ?"
    left, right = (shingles(db.execute(texts, (item,)).fetchone()[0]) for item in (original_id, article_id))
    return alike(left, right)


def _member(db: Database, article_id: int) -> Member:
    row = db.execute(_MEMBER, (article_id,)).fetchone()
    assert row is not None, f"no article {article_id}"
    number, url, outlet, published, precision, complete, words, original_url, text, markdown, first, names = (
        row
    )
    return Member(
        article_id=number,
        url=url,
        outlet=outlet,
        published=published,
        precision=precision,
        first_captured=first,
        is_complete=bool(complete),
        word_count=words,
        original_url=original_url,
        credits=credit_lines(text),
        markdown=markdown,
        authors=tuple((names or "").splitlines()),
    )
