"""What one capture does to the rows. Every function here runs inside the writer's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.model import Article, Capture, Work
from archive.revise import Decision, Standing, decide, merge
from archive.rows import (
    Row,
    facts_of,
    ids_json,
    review_columns,
    revision_columns,
    stored_facts,
    text_hash,
    work_ids,
    work_row,
)
from archive.schema import REGISTRIES
from archive.store import Store

SHOWN = ("new", "changed", "same")  # outcomes whose capture showed the article


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a capture.

    Attributes:
        capture_id: of its row.
        outcome: `new`, `changed`, `same`, `worse`, `not_article`, `failed`, or `known`: it was here before.
        reason: a short phrase, or None.
        article_id: the article at that URL, or None where there is none.
        page_type: `article`, or what it looks like instead; None where it failed.
        doubtful: an article of which the gate was not sure.
    """

    capture_id: int
    outcome: str
    reason: str | None = None
    article_id: int | None = None
    page_type: str | None = None
    doubtful: bool = False


def settle(store: Store, capture_id: int, capture: Capture, article: Article | None) -> Outcome:
    """Decide on a cleaned capture and write what follows.

    Args:
        article: what cleaning read; None for an HTTP error.
    """
    article_id = _article_at(store, capture, article)
    current = _standing(store, article_id) if article_id else None
    decision = decide(current, article, capture)
    if article is not None and decision.outcome in SHOWN:
        article_id = article_id or _add_article(store, article, capture)
        with _reindexed(store, article_id):
            _record(store, article_id, capture_id, article, decision)
            _describe(store, article_id, article, capture)
    doubtful = decision.outcome == "new" and article is not None and article.gate.doubtful
    return conclude(
        store,
        Outcome(capture_id, decision.outcome, decision.reason, article_id, decision.page_type, doubtful),
    )


def conclude(store: Store, outcome: Outcome) -> Outcome:
    """Write a capture's outcome and count it for its crawl."""
    store.db.execute(
        "update captures set outcome = ?, reason = ?, page_type = ?, article_id = ? where id = ?",
        (outcome.outcome, outcome.reason, outcome.page_type, outcome.article_id, outcome.capture_id),
    )
    store.db.execute(
        f"update crawls set {outcome.outcome} = {outcome.outcome} + 1"
        " where id = (select crawl_id from captures where id = ?)",
        (outcome.capture_id,),
    )
    return outcome


def unchanged(store: Store, capture_id: int) -> Outcome | None:
    """The outcome of a capture whose very bytes were judged before, or None: then it must be cleaned."""
    row = store.row(
        """
        select before.outcome, before.page_type, before.reason, before.article_id from captures this
        join captures before on before.url = this.url and before.sha256 = this.sha256 and before.id <> this.id
            and before.status = this.status and before.hint is this.hint and before.medium is this.medium
        where this.id = ? and (
            before.outcome = 'not_article'
            or exists (
                select 1 from articles a join revisions r on r.id = a.revision_id
                where a.id = before.article_id and r.capture_id = before.id))
        limit 1
        """,
        capture_id,
    )
    if row is None:
        return None
    if row["outcome"] == "not_article":
        return Outcome(capture_id, "not_article", row["reason"], None, row["page_type"])
    return Outcome(capture_id, "same", "the same bytes", row["article_id"], row["page_type"])


def _article_at(store: Store, capture: Capture, article: Article | None) -> int | None:
    """The article that this page shows, or should show: what its address once gave when it shows none now."""
    row = store.row("select id from articles where url = ?", article.url if article else capture.url)
    if row is None and (article is None or not article.gate.is_article):
        row = store.row(
            "select article_id as id from captures where url = ? and article_id is not null order by id desc",
            capture.url,
        )
    return row["id"] if row else None


def _standing(store: Store, article_id: int) -> Standing:
    row = store.row(
        f"""
        select r.text_sha256, r.word_count, r.status, r.updated,
            (select max(captured_at) from captures where article_id = a.id and outcome in {SHOWN}) as seen_at
        from articles a join revisions r on r.id = a.revision_id where a.id = ?
        """,
        article_id,
    )
    assert row is not None, f"article {article_id} shows no revision"
    return Standing(**{**row, "seen_at": datetime.fromisoformat(row["seen_at"])})


def _add_article(store: Store, article: Article, capture: Capture) -> int:
    row = {"url": article.url, "outlet": capture.outlet, "doubtful": int(article.gate.doubtful)}
    return int(store.table("articles").insert(row).last_rowid or 0)


def _record(store: Store, article_id: int, capture_id: int, article: Article, decision: Decision) -> None:
    """Write the revision that a capture makes, or what it adds to the one that is there."""
    shown = store.row("select revision_id from articles where id = ?", article_id)
    shown_id = shown["revision_id"] if shown else None
    same_text = store.row(
        "select id from revisions where article_id = ? and text_sha256 = ?",
        article_id,
        text_hash(article.text),
    )
    revision_id = same_text["id"] if same_text else None
    facts = facts_of(article)
    base_id = shown_id if decision.becomes_current else revision_id
    before = _facts(store, base_id) if base_id else None
    merged = merge(before, facts, newer=decision.newer) if before else facts
    if base_id != revision_id:
        merged.update({name: facts[name] for name in ("status", "status_reason")})  # these belong to the text
    settled = base_id == revision_id and merged == before
    if revision_id is None:
        revision_id = _add_revision(store, article_id, capture_id, article)
    if not settled:
        _write_facts(store, revision_id, merged)
    if decision.becomes_current:
        store.db.execute("update articles set revision_id = ? where id = ?", (revision_id, article_id))
        for changed in {shown_id, revision_id} - {None}:
            _mark_duplicates(store, changed)


def _add_revision(store: Store, article_id: int, capture_id: int, article: Article) -> int:
    row = {
        "article_id": article_id,
        "capture_id": capture_id,
        "text_sha256": text_hash(article.text),
        "text": article.text,
        "word_count": article.word_count,
        "status": article.status,
    }
    return int(store.table("revisions").insert(row).last_rowid or 0)


def _facts(store: Store, revision_id: int) -> Row:
    row = store.row(
        "select * from revisions r join reviews v on v.revision_id = r.id where r.id = ?", revision_id
    )
    assert row is not None, f"revision {revision_id} has no review row"
    names = store.db.query(
        "select name from revision_authors join authors on authors.id = author_id where revision_id = ?"
        " order by position",
        (revision_id,),
    )
    work = store.row("select * from works where id = ?", row["work_id"]) if row["work_id"] else None
    return stored_facts(row, tuple(name["name"] for name in names), work)


def _write_facts(store: Store, revision_id: int, facts: Row) -> None:
    work_id = _work_id(store, facts["work"]) if facts["work"] else None
    store.table("revisions").update(revision_id, revision_columns(facts))
    store.table("reviews").upsert(
        {"revision_id": revision_id, **review_columns(facts, work_id)}, pk="revision_id"
    )
    store.table("revision_authors").delete_where("revision_id = ?", [revision_id])
    authors = store.table("authors")
    store.table("revision_authors").insert_all(
        {"revision_id": revision_id, "position": position, "author_id": authors.lookup({"name": name})}
        for position, name in enumerate(facts["authors"] or ())
    )


def _work_id(store: Store, work: Work) -> int:
    """The row of a work, looked up by its ids, then by title, year and medium; made or given more ids."""
    for row in _works_like(store, work):
        ids = work_ids(row)
        if all(ids.get(registry, value) == value for registry, value in work.ids.items()):
            if not work.ids.items() <= ids.items():
                store.table("works").update(row["id"], {"ids": ids_json({**ids, **work.ids})})
            return int(row["id"])
    return int(store.table("works").insert(work_row(work)).last_rowid or 0)


def _works_like(store: Store, work: Work) -> Iterator[Row]:
    for registry in REGISTRIES:  # literals, as the indexes have them; a page's own keys never come into SQL
        if value := work.ids.get(registry):
            yield from store.db.query(
                f"select * from works where json_extract(ids, '$.{registry}') = ?", (value,)
            )
    yield from store.db.query(
        "select * from works where title = ? collate nocase and year is ? and medium is ? order by id",
        (work.title, work.year, work.medium),
    )


def _describe(store: Store, article_id: int, article: Article, capture: Capture) -> None:
    """Fill in the outlet once it is known; an article that was once beyond doubt stays so."""
    doubt = "; ".join(article.gate.reasons) if article.gate.doubtful else None
    store.db.execute(
        "update articles set outlet = ifnull(outlet, :outlet), doubtful = min(doubtful, :doubtful),"
        " doubt = case when min(doubtful, :doubtful) then :doubt end where id = :id",
        {"outlet": capture.outlet, "doubtful": int(article.gate.doubtful), "doubt": doubt, "id": article_id},
    )


def _mark_duplicates(store: Store, revision_id: Any) -> None:
    """Articles that show this revision's text point to the earliest of them."""
    store.db.execute(
        """
        with alike as (
            select a.id from articles a join revisions r on r.id = a.revision_id
            where r.text_sha256 = (select text_sha256 from revisions where id = ?))
        update articles set duplicate_of = nullif((select min(id) from alike), id) where id in alike
        """,
        (revision_id,),
    )


@contextmanager
def _reindexed(store: Store, article_id: int) -> Iterator[None]:
    """Keep full-text search in step with a change of one article.

    The index keeps no copy of what it indexed: to take an entry out, it must be told the old values.
    """
    columns = "title, text, authors, work"
    store.db.execute(
        f"insert into search_index (search_index, rowid, {columns})"
        f" select 'delete', id, {columns} from searchable where id = ?",
        (article_id,),
    )
    yield
    store.db.execute(
        f"insert into search_index (rowid, {columns}) select id, {columns} from searchable where id = ?",
        (article_id,),
    )
