"""What cleaning a stored capture again does to the rows. Runs inside the writer's transaction.

The bytes are the same, so a better reading of them takes the place of the old one and makes no new revision.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.db.rows import facts_of, text_hash
from archive.db.store import Store
from archive.ingest.decide import is_stump, merge, obstacle, shrunk
from archive.ingest.learned_boilerplate import keep_lines
from archive.ingest.messages import Outcome
from archive.ingest.revisions import (
    facts_at,
    replace_text,
    restore_text,
    write_facts,
    write_markdown,
)
from archive.ingest.store_capture import SHOWN, store_capture
from archive.model import Article, Capture

BY_HAND = "length"  # of a text: under half of it is left, since people have decided so


@dataclass(frozen=True, slots=True)
class _Own:
    """The revision that a capture made, and its article.

    Attributes:
        shown: the article shows it.
        captures: that have shown the article.
    """

    id: int
    article_id: int
    url: str
    text_sha256: str
    word_count: int
    shown: bool
    captures: int


def store_recleaned(store: Store, capture_id: int, capture: Capture, article: Article | None) -> Outcome:
    """Put a better reading of a capture in the place of the old one.

    Args:
        article: what cleaning read now.

    Returns:
        What it did, as `Ingest.reclean` says it. Done a second time it does nothing and says `same`, `worse`
        or `not_article`.
    """
    own = _own(store, capture_id)
    if own is None:
        return _judged_anew(store, capture_id, capture, article)
    hindrance = obstacle(article, capture)
    if hindrance or article is None:
        page_type, reason = hindrance or ("error", "not cleaned")
        return _doubted(store, capture_id, own, page_type, reason)
    if shortfall := shrunk(own.word_count, article.word_count, article.manual_cuts):
        return Outcome(capture_id, "worse", shortfall, own.article_id, article.gate.page_type)
    changes = _mend(store, own, capture_id, article)
    return Outcome(
        capture_id,
        "changed" if changes else "same",
        " and ".join(changes) or None,
        own.article_id,
        article.gate.page_type,
    )


def _own(store: Store, capture_id: int) -> _Own | None:
    row = store.row(
        f"""
        select r.id, r.article_id, a.url, r.text_sha256, r.word_count, a.revision_id = r.id as shown,
            (select count(*) from captures where article_id = a.id and outcome in {SHOWN}) as captures
        from revisions r join articles a on a.id = r.article_id where r.capture_id = ?
        """,
        capture_id,
    )
    return _Own(**{**row, "shown": bool(row["shown"])}) if row else None


def _mend(store: Store, own: _Own, capture_id: int, article: Article) -> list[str]:
    """Write what is better now; names of what changed."""
    changes = []
    revision_id = own.id
    if text_hash(article.text) != own.text_sha256:
        revision_id = replace_text(store, own.article_id, own.id, article)
        changes.append("text")
        if is_stump(own.word_count, article.word_count):
            changes.append(BY_HAND)
    elif restore_text(store, own.id, capture_id, article):
        changes.append("text")
    elif write_markdown(store, own.id, article):
        changes.append("Markdown")
    before, facts = facts_at(store, revision_id), facts_of(article)
    if own.captures > 1:  # what another capture of the article added is not lost
        facts = {
            **merge(before, facts, newer=True),
            **{key: facts[key] for key in ("status", "status_reason")},
        }
    if facts != before:
        write_facts(store, revision_id, facts)
        changes.append("facts")
    if _readdress(store, own, article):
        changes.append("address")
    if _regate(store, own, article):
        changes.append("doubt")
    if own.shown:
        keep_lines(store, own.article_id, article)
    return changes


def _readdress(store: Store, own: _Own, article: Article) -> bool:
    """Move an article to the address that it is now read to have, where it is free."""
    if not own.shown or own.captures > 1 or article.url == own.url:
        return False
    if store.row("select 1 from articles where url = ?", article.url):
        return False
    store.table("articles").update(own.article_id, {"url": article.url})
    return True


def _regate(store: Store, own: _Own, article: Article) -> bool:
    """Mark a page in doubt, or clear it; what another capture of the article cleared stays so."""
    doubtful = article.gate.doubtful
    if not own.shown or (doubtful and own.captures > 1):
        return False
    return _set_doubt(store, own.article_id, "; ".join(article.gate.reasons) if doubtful else None)


def _doubted(store: Store, capture_id: int, own: _Own, page_type: str, reason: str) -> Outcome:
    """An article is not thrown away because of what a page now looks like: it is marked."""
    if own.shown:
        _set_doubt(store, own.article_id, f"cleaned again, it looks like {page_type}: {reason}")
    return Outcome(capture_id, "not_article", reason, own.article_id, page_type)


def _set_doubt(store: Store, article_id: int, doubt: str | None) -> bool:
    """Whether that changed anything."""
    done = store.db.execute(
        "update articles set doubtful = :doubtful, doubtful_reason = :doubt"
        " where id = :id and (doubtful <> :doubtful or doubtful_reason is not :doubt)",
        {"doubtful": int(doubt is not None), "doubt": doubt, "id": article_id},
    )
    return done.rowcount > 0


def _judged_anew(store: Store, capture_id: int, capture: Capture, article: Article | None) -> Outcome:
    """A capture that made no revision is settled as if it came now; its crawl's figures stay."""
    columns = "outcome, reason, page_type, article_id"
    before = store.row(f"select {columns} from captures where id = ?", capture_id)
    outcome = store_capture(store, capture_id, capture, article, counted=False)
    after = store.row(f"select {columns} from captures where id = ?", capture_id)
    same = before == after and outcome.outcome not in ("new", "changed")
    return replace(outcome, outcome="same") if same else outcome
