"""Store the outcome of a capture. Every function here runs inside the writer's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from archive.clean.boilerplate.recurring import same_but_for
from archive.db.outcomes import SOFT_404
from archive.db.rows import stamp, text_hash
from archive.db.store import Store
from archive.errors import ArchiveError
from archive.html.parse_html import decode
from archive.ingest.learned.boilerplate import learned_keys, write_page_lines
from archive.ingest.learned.template import write_page_places
from archive.ingest.moving.moved_articles import (
    add_alias,
    article_of_page,
    has_moved_from,
    join_redirects,
    join_sender,
    redirects,
)
from archive.ingest.moving.soft_404 import soft_404
from archive.ingest.revisions.decide import Decision, TextState, decide, why_no_article
from archive.ingest.revisions.same_text import as_readers_see, is_nearly_same, page_words, says_the_same
from archive.ingest.revisions.write_revisions import record, replace_text
from archive.ingest.storing.new_articles import Page, add_articles
from archive.ingest.storing.store_comments import store_comments
from archive.ingest.storing.store_outcomes import store_outcome
from archive.ingest.workers.messages import Outcome
from archive.model import Article, Capture

SHOWN = ("new", "changed", "same")  # outcomes of captures that showed the article


def store_capture(
    store: Store,
    capture_id: int,
    capture: Capture,
    article: Article | None,
    *,
    counted: bool = True,
    spare: list[int] | None = None,
) -> Outcome:
    """Decide on a cleaned capture and write the article, its revision and the outcome.

    Args:
        article: what cleaning read; None for an HTTP error.
        counted: add the capture to the counts of its crawl.
        spare: the id of an article that shows nothing; a new article takes it from here.
    """
    senders = redirects(store, capture_id)
    article_id = _find_article(store, capture, article, senders)
    current = _current_text(store, article_id) if article_id else None
    if article_id and article is not None and article.gate.is_article:
        article = _with_stored_text(store, article_id, capture_id, article, capture)
    decision = decide(current, article, capture)
    if missing := soft_404(store, capture_id, capture, decision):
        decision, article_id = missing
    if article is not None and decision.outcome in SHOWN:
        if article_id is None:
            page = Page(capture_id, capture, article)
            (article_id,) = add_articles(store, [page], spare=spare.pop() if spare else None)
            for url in senders[:1]:
                add_alias(store, url, article_id, stamp(capture.captured_at))
        else:
            decision = _record_again(store, article_id, capture_id, article, capture, decision=decision)
    doubtful = decision.outcome == "new" and article is not None and article.gate.doubtful
    return store_outcome(
        store,
        Outcome(capture_id, decision.outcome, decision.reason, article_id, decision.page_type, doubtful),
        counted=counted,
    )


def _record_again(
    store: Store, article_id: int, capture_id: int, article: Article, capture: Capture, *, decision: Decision
) -> Decision:
    """Write what a page of a known article shows. Returns the decision as that turned out."""
    if decision.outcome == "changed" and decision.becomes_current:
        decision = _ignore_other_readings(store, article_id, article, capture, decision)
    changes = record(store, article_id, capture_id, article, decision)
    if changes and decision.outcome == "same":
        decision = replace(decision, outcome="changed", reason=changes)
    _update_outlet_and_doubt(store, article_id, article, capture)
    store_comments(store, article_id, capture_id, article)
    if decision.becomes_current or (decision.outcome in ("same", "changed") and decision.newer):
        write_page_lines(store, [(article_id, article)])
        write_page_places(store, [(article_id, article, capture)])
    return decision


def known_outcome(store: Store, capture_id: int) -> Outcome | None:
    """The outcome of a capture, taken from an earlier one with the same bytes; None if it must be cleaned."""
    row = store.row(
        """
        select before.outcome, before.page_type, before.reason, before.article_id from captures this
        join captures before on before.url = this.url and before.sha256 = this.sha256 and before.id <> this.id
            and before.status = this.status and before.hint is this.hint and before.medium is this.medium
            and before.keep_comments = this.keep_comments and before.kind is this.kind
        where this.id = ? and (
            before.outcome = 'not_article'
            or exists (
                select 1 from articles a join revisions r on r.id = a.revision_id
                where a.id = before.article_id and r.capture_id = before.id and not r.withheld))
        limit 1
        """,
        capture_id,
    )
    if row is None:
        return None
    if row["outcome"] == "not_article":
        if redirects(store, capture_id):  # the page may say that another one is gone
            return None
        return Outcome(capture_id, "not_article", row["reason"], None, row["page_type"])
    article_id = row["article_id"]
    if earlier := redirects(store, capture_id):
        this = store.row("select url, captured_at from captures where id = ?", capture_id)
        assert this is not None, f"no capture {capture_id}"
        if has_moved_from(store, this["url"]):  # it may have moved back
            return None
        article_id = join_redirects(store, article_id, earlier, this["captured_at"])
    return Outcome(capture_id, "same", "the same bytes", article_id, row["page_type"])


def _find_article(store: Store, capture: Capture, article: Article | None, senders: list[str]) -> int | None:
    """The id of the article that a page shows, also if the page has moved.

    If the page shows no article now, it is the article that its URL showed before. What an address answers
    that an article had before says nothing about the article.

    Args:
        senders: the addresses that redirect to the page, the first one first.
    """
    if article is not None and why_no_article(article, capture) is None:
        return article_of_page(store, capture, article, senders)
    if article is not None and article.url != capture.url:  # a page that only sends readers on
        join_sender(store, capture, article.url)
    if has_moved_from(store, capture.url):
        return None
    row = store.row("select id from articles where url = ?", article.url if article else capture.url)
    if row is None:
        row = store.row(
            "select article_id as id from captures where url = ? and article_id is not null"
            f" and not {SOFT_404} order by id desc",
            capture.url,
        )
    return row["id"] if row else None


def _current_text(store: Store, article_id: int) -> TextState:
    row = store.row(
        f"""
        select r.text_sha256, r.word_count, r.status, r.updated,
            (select max(captured_at) from captures where article_id = a.id and outcome in {SHOWN}) as seen_at
        from articles a join revisions r on r.id = a.revision_id where a.id = ?
        """,
        article_id,
    )
    assert row is not None, f"article {article_id} shows no revision"
    return TextState(**{**row, "seen_at": datetime.fromisoformat(row["seen_at"])})


def _with_stored_text(
    store: Store, article_id: int, capture_id: int, article: Article, capture: Capture
) -> Article:
    """The article with the text of a revision that is the same to a reader, if there is one.

    Quotes and dashes in another style and counts of views make no revision. The text that was captured first
    stays, in whatever order the captures come.
    """
    sha256 = text_hash(article.text)
    if article.withheld or store.row(
        "select 1 from revisions where article_id = ? and text_sha256 = ?", article_id, sha256
    ):
        return article
    wanted = as_readers_see(article.text)
    rows = store.db.query(
        "select r.id, r.text, c.captured_at from revisions r join captures c on c.id = r.capture_id"
        " where r.article_id = ? and not r.withheld order by r.id",
        (article_id,),
    )
    for row in list(rows):
        if as_readers_see(row["text"]) != wanted:
            continue
        if stamp(capture.captured_at) < row["captured_at"]:
            revision_id = replace_text(store, article_id, row["id"], article)
            store.update("revisions", revision_id, {"capture_id": capture_id})
            return article
        return replace(article, text=row["text"], markdown=None)
    return article


def _ignore_other_readings(
    store: Store, article_id: int, article: Article, capture: Capture, decision: Decision
) -> Decision:
    """If the page is the same and only its reading is another, correct the stored text.

    So it is if boilerplate learned since makes the difference, or if both pages hold both texts: then another
    cleaner, or the outlet's template, chose other parts of it.
    """
    shown = store.row(
        "select r.id, r.text, r.capture_id, a.outlet from articles a join revisions r on r.id = a.revision_id"
        " where a.id = ?",
        article_id,
    )
    assert shown is not None, f"article {article_id} shows no revision"
    if article.withheld or not shown["text"]:  # nothing to compare or to correct
        return decision
    if same_but_for(shown["text"], article.text, learned_keys(store, shown["outlet"])):
        reason = "furniture learned since"
    elif _has_both_texts(store, shown, article, capture):
        reason = "read in another way, the page says the same"
    else:
        return decision
    replace_text(store, article_id, shown["id"], article)
    return replace(decision, outcome="same", reason=reason, becomes_current=False)


def _has_both_texts(store: Store, shown: dict[str, Any], article: Article, capture: Capture) -> bool:
    """Whether the page of the text that is shown holds the new text, and the new page that text."""
    if not is_nearly_same(shown["text"], article.text):
        return False
    try:
        before = store.capture(shown["capture_id"])
    except ArchiveError:  # its bytes are not kept
        return False
    pages = [page_words(decode(page.body, page.content_type)) for page in (before, capture)]
    return says_the_same(shown["text"], article.text, *pages)


def _update_outlet_and_doubt(store: Store, article_id: int, article: Article, capture: Capture) -> None:
    """Fill in the outlet if it was unknown. An article that was once certain does not become doubtful."""
    doubt = "; ".join(article.gate.reasons) if article.gate.doubtful else None
    store.db.execute(
        "update articles set outlet = ifnull(outlet, :outlet), doubtful = min(doubtful, :doubtful),"
        " doubtful_reason = case when min(doubtful, :doubtful) then :doubt end where id = :id",
        {"outlet": capture.outlet, "doubtful": int(article.gate.doubtful), "doubt": doubt, "id": article_id},
    )
