"""Merge one article of another archive. Runs inside the transaction of the caller."""

from __future__ import annotations

from dataclasses import dataclass

from archive.care.merge_captures import copy_capture
from archive.care.merge_rules import Version, article_columns, comparable, winning_facts
from archive.db.rows import Row
from archive.db.store import Store
from archive.ingest.moving.gone_articles import update_gone
from archive.ingest.revisions.write_revisions import facts_at, mark_duplicates, write_facts
from archive.ingest.storing.replay import capture_key

_TEXT = ("text", "markdown", "withheld", "word_count", "folded_sha256")

_SEEN_AT = (
    "select ifnull(max(captured_at), '') as at from captures"
    " where article_id = ? and outcome in ('new', 'changed', 'same')"
)


@dataclass(frozen=True, slots=True)
class MergedArticle:
    """What a merge did with one article.

    Attributes:
        is_new: it was not here.
        changed: its texts or facts are others than before.
        captures: captures that were added to it.
    """

    is_new: bool
    changed: bool
    captures: int


def merge_article(store: Store, other: Store, their_id: int, crawls: dict[int, int]) -> MergedArticle:
    """Merge an article with the one at its URL here, or add it.

    Args:
        their_id: its id in the other archive.
        crawls: ids of crawls here by ids in the other archive.
    """
    theirs = other.row("select * from articles where id = ?", their_id)
    assert theirs is not None, f"no article {their_id}"
    ours = store.row("select * from articles where url = ?", theirs["url"])
    our_seen_at, their_seen_at = _seen_at(store, ours["id"]) if ours else "", _seen_at(other, their_id)
    article_id = ours["id"] if ours else _add_article(store, theirs)
    sql = "select id from captures where article_id = ? order by id"
    copied = [
        copy_capture(store, other, row[0], article_id, crawls)
        for row in other.db.execute(sql, (their_id,)).fetchall()
    ]
    changed = False
    shown = _version(store, ours["revision_id"], our_seen_at) if ours else None
    for row in list(other.db.query("select * from revisions where article_id = ? order by id", (their_id,))):
        version = Version(row, facts_at(other, row["id"]), their_seen_at)
        capture_id, _ = copy_capture(store, other, row["capture_id"], article_id, crawls)
        changed |= _merge_revision(store, article_id, capture_id, version, our_seen_at)
        if row["id"] == theirs["revision_id"] and (not shown or version.shown_rank() > shown.shown_rank()):
            changed |= _show(store, article_id, row["text_sha256"])
    if ours:
        columns = article_columns(ours, theirs, our_seen_at, their_seen_at)
        if columns != {name: ours[name] for name in columns}:
            store.update("articles", article_id, columns)
            changed = True
    _merge_comments(store, other, article_id, theirs, crawls)
    _copy_aliases(store, other, article_id, their_id)
    update_gone(store, article_id)
    return MergedArticle(ours is None, changed, sum(is_new for _, is_new in copied))


def _add_article(store: Store, theirs: Row) -> int:
    names = ("url", "outlet", "doubtful", "doubtful_reason")
    return store.insert("articles", {name: theirs[name] for name in names})


def _merge_revision(
    store: Store, article_id: int, capture_id: int, theirs: Version, our_seen_at: str
) -> bool:
    """Add a revision, or take its reading if it is better than ours. Returns whether anything changed."""
    sql = "select * from revisions where article_id = ? and text_sha256 = ?"
    row = store.row(sql, article_id, theirs.row["text_sha256"])
    if row is None:
        columns = {name: theirs.row[name] for name in (*_TEXT, "text_sha256", "status")}
        revision_id = store.insert(
            "revisions", {**columns, "article_id": article_id, "capture_id": capture_id}
        )
        write_facts(store, revision_id, dict(theirs.facts))
        return True
    ours = Version(row, facts_at(store, row["id"]), our_seen_at)
    first = min((row["capture_id"], capture_id), key=lambda number: capture_key(store, number))
    store.update("revisions", row["id"], {"capture_id": first})
    theirs_wins = theirs.rank() > ours.rank()
    winner, loser = (theirs, ours) if theirs_wins else (ours, theirs)
    facts = winning_facts(winner, loser)
    if theirs_wins:
        store.update("revisions", row["id"], {name: theirs.row[name] for name in _TEXT})
    if facts != ours.facts:
        write_facts(store, row["id"], facts)
    differs = theirs_wins and any(theirs.row[name] != row[name] for name in _TEXT)
    return differs or first != row["capture_id"] or comparable(facts) != comparable(ours.facts)


def _show(store: Store, article_id: int, text_sha256: str) -> bool:
    """Show the revision with a text. Returns whether the article showed another one."""
    before = store.row(
        "select r.id, r.folded_sha256 from articles a left join revisions r on r.id = a.revision_id"
        " where a.id = ?",
        article_id,
    )
    after = store.row(
        "select id, folded_sha256 from revisions where article_id = ? and text_sha256 = ?",
        article_id,
        text_sha256,
    )
    assert before is not None and after is not None, f"article {article_id} lacks the text {text_sha256}"
    if before["id"] == after["id"]:
        return False
    store.update("articles", article_id, {"revision_id": after["id"]})
    for folded_sha256 in {before["folded_sha256"], after["folded_sha256"]} - {None}:
        mark_duplicates(store, folded_sha256)
    return True


def _merge_comments(store: Store, other: Store, article_id: int, theirs: Row, crawls: dict[int, int]) -> None:
    """Take the readers' comments that the later capture showed."""
    if theirs["comments_capture_id"] is None:
        return
    capture_id, _ = copy_capture(store, other, theirs["comments_capture_id"], article_id, crawls)
    current = store.row("select comments_capture_id as id from articles where id = ?", article_id)
    if current and current["id"] is not None:
        if capture_key(store, current["id"]) >= capture_key(store, capture_id):
            return
        store.db.execute("delete from comments where article_id = ?", (article_id,))
    for row in list(other.db.query("select * from comments where article_id = ?", (theirs["id"],))):
        store.insert("comments", {**row, "article_id": article_id})
    columns = {"comment_count": theirs["comment_count"], "comments_capture_id": capture_id}
    store.update("articles", article_id, columns)


def _copy_aliases(store: Store, other: Store, article_id: int, their_id: int) -> None:
    for row in list(other.db.query("select url, since from aliases where article_id = ?", (their_id,))):
        known = store.row("select article_id, since from aliases where url = ?", row["url"])
        if known is None or known["since"] < row["since"]:
            store.upsert("aliases", {**row, "article_id": article_id}, "url")


def _version(store: Store, revision_id: int, seen_at: str) -> Version:
    row = store.row("select * from revisions where id = ?", revision_id)
    assert row is not None, f"no revision {revision_id}"
    return Version(row, facts_at(store, revision_id), seen_at)


def _seen_at(store: Store, article_id: int) -> str:
    row = store.row(_SEEN_AT, article_id)
    assert row is not None  # an aggregate
    return str(row["at"])
