"""Store the result of cleaning a stored capture again. Runs inside the writer's transaction.

The bytes are the same, so a better reading replaces the old one in its revision and makes no new revision.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.db.rows import article_facts, text_hash
from archive.db.store import Store
from archive.ingest.learned.boilerplate import write_page_lines
from archive.ingest.learned.template import write_page_places
from archive.ingest.revisions.decide import (
    is_under_half,
    lost_facts,
    merge_facts,
    why_no_article,
    why_too_short,
)
from archive.ingest.revisions.write_revisions import (
    facts_at,
    replace_text,
    restore_text,
    write_facts,
    write_lost_facts,
    write_markdown,
)
from archive.ingest.storing.store_capture import SHOWN, store_capture
from archive.ingest.storing.store_comments import store_comments
from archive.ingest.workers.messages import Outcome
from archive.model import Article, Capture

SHORTENED = "length"  # a change: under half of the text is left, because people cut it


@dataclass(frozen=True, slots=True)
class _OwnRevision:
    """The revision made from a capture, and its article.

    Attributes:
        id: of the revision.
        url, text_sha256, word_count: of the article and of the revision's text.
        shown: the article shows this revision.
        captures: number of captures that showed the article.
    """

    id: int
    article_id: int
    url: str
    text_sha256: str
    word_count: int
    shown: bool
    captures: int


def store_recleaned(store: Store, capture_id: int, capture: Capture, article: Article | None) -> Outcome:
    """Replace the old reading of a capture by a better one.

    Args:
        article: what cleaning reads now.

    Returns:
        The outcome, as described in `Ingest.reclean`. The second time it is `same`, `worse` or `not_article`,
        and nothing changes.
    """
    own = _own_revision(store, capture_id)
    if own is None:
        return _store_as_new(store, capture_id, capture, article)
    no_article = why_no_article(article, capture)
    if no_article or article is None:
        page_type, reason = no_article or ("error", "not cleaned")
        return _mark_doubtful(store, capture_id, own, page_type, reason)
    if too_short := why_too_short(own.word_count, article.word_count, article.manual_cuts):
        return Outcome(capture_id, "worse", too_short, own.article_id, article.gate.page_type)
    changes = _write_changes(store, own, capture_id, article)
    if own.shown:
        write_page_places(store, [(own.article_id, article, capture)])
    return Outcome(
        capture_id,
        "changed" if changes else "same",
        " and ".join(changes) or None,
        own.article_id,
        article.gate.page_type,
    )


def _own_revision(store: Store, capture_id: int) -> _OwnRevision | None:
    row = store.row(
        f"""
        select r.id, r.article_id, a.url, r.text_sha256, r.word_count, a.revision_id = r.id as shown,
            (select count(*) from captures where article_id = a.id and outcome in {SHOWN}) as captures
        from revisions r join articles a on a.id = r.article_id where r.capture_id = ?
        """,
        capture_id,
    )
    return _OwnRevision(**{**row, "shown": bool(row["shown"])}) if row else None


def _write_changes(store: Store, own: _OwnRevision, capture_id: int, article: Article) -> list[str]:
    """Write what is better now; return the names of what changed."""
    changes = []
    revision_id = own.id
    if text_hash(article.text) != own.text_sha256:
        revision_id = replace_text(store, own.article_id, own.id, article)
        changes.append("text")
        if is_under_half(own.word_count, article.word_count):
            changes.append(SHORTENED)
    elif restore_text(store, own.id, capture_id, article):
        changes.append("text")
    elif write_markdown(store, own.id, article):
        changes.append("Markdown")
    before, facts = facts_at(store, revision_id), article_facts(article)
    write_lost_facts(store, capture_id, lost_facts(before, facts, same_text=None))
    if own.captures > 1:  # keep what other captures of the article added
        facts = {
            **merge_facts(before, facts, newer=True),
            **{key: facts[key] for key in ("status", "status_reason")},
        }
    if facts != before:
        write_facts(store, revision_id, facts)
        changes.append("facts")
    if store_comments(store, own.article_id, capture_id, article):
        changes.append("comments")
    if _update_url(store, own, article):
        changes.append("address")
    if _update_doubt(store, own, article):
        changes.append("doubt")
    if own.shown:
        write_page_lines(store, [(own.article_id, article)])
    return changes


def _update_url(store: Store, own: _OwnRevision, article: Article) -> bool:
    """Give an article the URL that is read from the page now, if no other article has it."""
    if not own.shown or own.captures > 1 or article.url == own.url:
        return False
    if store.row("select 1 from articles where url = ?", article.url):
        return False
    store.update("articles", own.article_id, {"url": article.url})
    return True


def _update_doubt(store: Store, own: _OwnRevision, article: Article) -> bool:
    """Mark an article as doubtful or certain. If it has several captures, it does not become doubtful."""
    doubtful = article.gate.doubtful
    if not own.shown or (doubtful and own.captures > 1):
        return False
    return _set_doubt(store, own.article_id, "; ".join(article.gate.reasons) if doubtful else None)


def _mark_doubtful(store: Store, capture_id: int, own: _OwnRevision, page_type: str, reason: str) -> Outcome:
    """Mark an article whose page no longer looks like one, but keep it: the new reading may be wrong."""
    if own.shown:
        _set_doubt(store, own.article_id, f"cleaned again, it looks like {page_type}: {reason}")
    return Outcome(capture_id, "not_article", reason, own.article_id, page_type)


def _set_doubt(store: Store, article_id: int, doubt: str | None) -> bool:
    """Set or clear an article's doubt; return whether anything changed."""
    done = store.db.execute(
        "update articles set doubtful = :doubtful, doubtful_reason = :doubt"
        " where id = :id and (doubtful <> :doubtful or doubtful_reason is not :doubt)",
        {"doubtful": int(doubt is not None), "doubt": doubt, "id": article_id},
    )
    return done.rowcount > 0


def _store_as_new(store: Store, capture_id: int, capture: Capture, article: Article | None) -> Outcome:
    """Store a capture that made no revision as if it were new, without changing its crawl's counts."""
    columns = "outcome, reason, page_type, article_id"
    before = store.row(f"select {columns} from captures where id = ?", capture_id)
    outcome = store_capture(store, capture_id, capture, article, counted=False)
    after = store.row(f"select {columns} from captures where id = ?", capture_id)
    same = before == after and outcome.outcome not in ("new", "changed")
    return replace(outcome, outcome="same") if same else outcome
