"""Write revisions: their text, facts and authors, and which articles are duplicates.

Every function here runs inside the writer's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.db.rows import (
    Row,
    article_facts,
    folded_hash,
    review_columns,
    revision_columns,
    stored_facts,
    text_hash,
)
from archive.db.store import Store
from archive.ingest.learned.same_template import compare_templates
from archive.ingest.revisions.decide import Decision, lost_facts, merge_facts
from archive.ingest.revisions.same_text import is_nearly_same
from archive.ingest.revisions.worse_facts import SameText
from archive.model import Article
from archive.query.history.fact_changes import known_changes

_REPEATED = 2  # other articles with a title, from which on it is none of their own

_LATEST = 50  # articles of an outlet whose titles are looked at

_WITH_TITLE = """
select count(*) as pages from (
    select revision_id from articles where id <> ?1 and outlet = (select outlet from articles where id = ?1)
    order by revision_id desc limit ?2
) a join revisions r on r.id = a.revision_id where r.title = ?3
"""


@dataclass(frozen=True, slots=True)
class NewRevision:
    """A revision that is to be written, with the next id of the table, and the capture that shows it."""

    id: int
    article_id: int
    capture_id: int
    article: Article
    facts: Row


def record(
    store: Store, article_id: int, capture_id: int, article: Article, decision: Decision
) -> str | None:
    """Add a revision for a capture, or merge its facts into the revision with the same text.

    The article has a revision already.

    Returns:
        What readers see changed in the facts of the same text; None for nothing.
    """
    current = store.row("select revision_id from articles where id = ?", article_id)
    current_id = current["revision_id"] if current else None
    same_text = store.row(
        "select id from revisions where article_id = ? and text_sha256 = ?",
        article_id,
        text_hash(article.text),
    )
    revision_id = same_text["id"] if same_text else None
    facts = article_facts(article)
    base_id = current_id if decision.becomes_current else revision_id
    stored = facts_at(store, base_id) if base_id else None
    is_same = base_id == revision_id or _is_nearly_same(store, base_id, article)
    edited = base_id != revision_id
    both_show = None
    if is_same:
        titles = {stored["title"], facts["title"]} if stored else set()
        both_show = _same_text(store, article_id, article, titles, edited=edited)
    merged = merge_facts(stored, facts, newer=decision.newer, same_text=both_show) if stored else facts
    if base_id != revision_id:
        merged.update({name: facts[name] for name in ("status", "status_reason")})  # these belong to the text
    unchanged = base_id == revision_id and merged == stored
    if revision_id is None:
        revision_id = store.next_id("revisions")
        add_revisions(store, [NewRevision(revision_id, article_id, capture_id, article, merged)])
    elif not article.withheld:
        restore_text(store, revision_id, capture_id, article)
        write_markdown(store, revision_id, article, only_missing=True)
    if not unchanged and same_text:
        write_facts(store, revision_id, merged)
    if decision.becomes_current:
        _show(store, article_id, revision_id)
        for shown_id in {current_id, revision_id} - {None}:
            row = store.row("select folded_sha256 from revisions where id = ?", shown_id)
            assert row is not None, f"no revision {shown_id}"
            mark_duplicates(store, row["folded_sha256"])
    if stored is None or not decision.newer:
        return None
    write_lost_facts(store, capture_id, lost_facts(stored, facts, same_text=both_show))
    return "; ".join(known_changes(stored, merged)) or None if base_id == revision_id else None


def _same_text(
    store: Store, article_id: int, article: Article, titles: set[str | None], *, edited: bool
) -> SameText:
    """What tells which facts are the better ones where two captures show the same text.

    Args:
        titles: of both; where they differ, whether other articles have them counts.
        edited: they show it with small differences.
    """
    template = compare_templates(store, article_id, article)
    differing = titles if len(titles) > 1 else ()
    repeated = frozenset(title for title in differing if title and _is_repeated(store, article_id, title))
    return SameText(article.url, article.text, edited, template.byline, template.moved, repeated)


def _is_repeated(store: Store, article_id: int, title: str) -> bool:
    """Whether several of the latest other articles of an outlet have a title."""
    row = store.row(_WITH_TITLE, article_id, _LATEST, title)
    return row is not None and row["pages"] >= _REPEATED


def _show(store: Store, article_id: int, revision_id: int) -> None:
    store.db.execute("update articles set revision_id = ? where id = ?", (revision_id, article_id))


def write_lost_facts(store: Store, capture_id: int, lost: tuple[str, ...]) -> None:
    """Write which facts of its article a capture does not show, or shows worse."""
    store.db.execute(
        "update captures set lost_facts = :lost where id = :id and lost_facts is not :lost",
        {"lost": json.dumps(lost) if lost else None, "id": capture_id},
    )


def _is_nearly_same(store: Store, revision_id: int | None, article: Article) -> bool:
    row = store.row("select text, withheld from revisions where id = ?", revision_id)
    return row is not None and not row["withheld"] and is_nearly_same(row["text"], article.text)


def add_revisions(store: Store, revisions: Sequence[NewRevision]) -> None:
    """Add revisions with their reviews and authors."""
    store.insert_all("revisions", [_row(revision) for revision in revisions])
    store.insert_all(
        "reviews", [{"revision_id": item.id, **review_columns(item.facts)} for item in revisions]
    )
    _add_authors(store, [(item.id, item.facts) for item in revisions])


def _row(revision: NewRevision) -> Row:
    article = revision.article
    return {
        **revision_columns(revision.facts),
        "id": revision.id,
        "article_id": revision.article_id,
        "capture_id": revision.capture_id,
        "text_sha256": text_hash(article.text),
        "folded_sha256": folded_hash(article.text),
        "text": "" if article.withheld else article.text,
        "markdown": "" if article.withheld else article.markdown,
        "withheld": int(article.withheld),
        "word_count": article.word_count,
    }


def restore_text(store: Store, revision_id: int, capture_id: int, article: Article) -> bool:
    """Write a withheld revision's text from a capture that may be kept. Returns whether it was withheld."""
    cursor = store.db.execute(
        "update revisions set text = ?, folded_sha256 = ?, markdown = ?, capture_id = ?, withheld = 0"
        " where id = ? and withheld",
        (article.text, folded_hash(article.text), article.markdown, capture_id, revision_id),
    )
    return cursor.rowcount > 0


def write_markdown(store: Store, revision_id: int, article: Article, *, only_missing: bool = False) -> bool:
    """Write a revision's text in Markdown, from an article with the same text. Returns whether it changed.

    `only_missing` keeps Markdown already stored: two captures of one text may differ in their links.
    """
    cursor = store.db.execute(
        "update revisions set markdown = :markdown where id = :id and markdown is not :markdown"
        " and :markdown is not null and (markdown is null or not :only_missing)",
        {"markdown": article.markdown, "id": revision_id, "only_missing": only_missing},
    )
    return cursor.rowcount > 0


def facts_at(store: Store, revision_id: int) -> Row:
    row = store.row(
        "select * from revisions r join reviews v on v.revision_id = r.id where r.id = ?", revision_id
    )
    assert row is not None, f"revision {revision_id} has no review row"
    names = store.db.query(
        "select name, collective from revision_authors join authors on authors.id = author_id"
        " where revision_id = ? order by position",
        (revision_id,),
    )
    return stored_facts(row, {name["name"]: bool(name["collective"]) for name in names})


def write_facts(store: Store, revision_id: int, facts: Row) -> None:
    store.update("revisions", revision_id, revision_columns(facts))
    store.upsert("reviews", {"revision_id": revision_id, **review_columns(facts)}, "revision_id")
    store.db.execute("delete from revision_authors where revision_id = ?", (revision_id,))
    _add_authors(store, [(revision_id, facts)])


def _add_authors(store: Store, facts_of: Iterable[tuple[int, Row]]) -> None:
    """Write the authors of revisions, by id."""
    rows = [
        (revision_id, position, int(name in (facts["collective"] or ())), name)
        for revision_id, facts in facts_of
        for position, name in enumerate(facts["authors"] or ())
    ]
    run = store.db.conn.executemany
    run(
        "insert or ignore into authors (name) values (?)",
        [(name,) for name in dict.fromkeys(row[-1] for row in rows)],
    )
    run(
        "insert into revision_authors (revision_id, position, collective, author_id)"
        " select ?, ?, ?, id from authors where name = ?",
        rows,
    )


def replace_text(store: Store, article_id: int, revision_id: int, article: Article) -> int:
    """Replace a revision's text by a better one. If another revision has that text, delete this one instead.

    Returns:
        The id of the revision that holds the text.
    """
    new_hash = text_hash(article.text)
    old = store.row("select folded_sha256, capture_id from revisions where id = ?", revision_id)
    assert old is not None, f"no revision {revision_id}"
    twin = store.row(
        "select id from revisions where article_id = ? and text_sha256 = ? and id <> ?",
        article_id,
        new_hash,
        revision_id,
    )
    if twin is None:
        store.update(
            "revisions",
            revision_id,
            {
                "text": article.text,
                "markdown": article.markdown,
                "withheld": 0,
                "text_sha256": new_hash,
                "folded_sha256": folded_hash(article.text),
                "word_count": article.word_count,
            },
        )
    else:
        restore_text(store, twin["id"], old["capture_id"], article)
        store.db.execute(
            "update articles set revision_id = ? where id = ? and revision_id = ?",
            (twin["id"], article_id, revision_id),
        )
        store.db.execute("delete from revisions where id = ?", (revision_id,))
        store.db.execute(
            "update captures set outcome = 'same', reason = 'the text of another capture' where id = ?",
            (old["capture_id"],),
        )
    for folded_sha256 in (old["folded_sha256"], folded_hash(article.text)):
        mark_duplicates(store, folded_sha256)
    return int(twin["id"]) if twin else revision_id


def mark_duplicates(store: Store, folded_sha256: str) -> None:
    """Mark all articles with this text as duplicates of the earliest of them.

    Texts are compared folded: sites set the quotation marks and dashes of one text in their own ways.
    """
    rows = store.db.execute(
        "select a.id, a.duplicate_of from articles a join revisions r on r.id = a.revision_id"
        " where r.folded_sha256 = ? order by a.id",
        (folded_sha256,),
    ).fetchall()
    for article_id, duplicate_of in rows:
        earliest = rows[0][0] if article_id != rows[0][0] else None
        if duplicate_of != earliest:
            store.update("articles", article_id, {"duplicate_of": earliest})
