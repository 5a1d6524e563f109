"""Pages that moved: one article under its new address, with the old addresses as its aliases.

A page is known to have moved when an address of a known article redirects to it, or when it names another
canonical address than before, and its text is that of the article. Every function here runs inside the
writer's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.db.outcomes import SOFT_404
from archive.db.rows import folded_hash, stamp
from archive.db.store import Store
from archive.ingest.moving.merge_articles import merge_articles
from archive.ingest.revisions.same_text import is_nearly_same
from archive.model import Article, Capture


@dataclass(frozen=True, slots=True)
class ShownText:
    """The text that a page shows.

    Attributes:
        url: the canonical address of the page.
        text: None if the text is not kept.
        folded_sha256: see `archive.db.rows.folded_hash`.
        at: when it was captured, as the archive stores times.
    """

    url: str
    text: str | None
    folded_sha256: str
    at: str


def article_of_page(store: Store, capture: Capture, article: Article, senders: list[str]) -> int | None:
    """The id of the article that a page shows; None if it is new.

    If the page shows a known article that had another address, that article gets the page's address.

    Args:
        senders: the addresses that redirect to the page, the first one first.
    """
    page = ShownText(article.url, article.text, folded_hash(article.text), stamp(capture.captured_at))
    article_id = _article_at(store, page)
    own = [capture.url] if capture.url != article.url else []
    return _join(store, article_id, page, senders, own)


def join_redirects(store: Store, article_id: int, earlier: list[str], at: str) -> int:
    """Make articles at addresses that redirect to an article one with it, if they have its text.

    Args:
        earlier: the addresses that redirect, the first one first.
        at: when they did, as the archive stores times.

    Returns:
        The id of the article.
    """
    row = store.row(
        "select a.url, r.text, r.folded_sha256, r.withheld from articles a"
        " join revisions r on r.id = a.revision_id where a.id = ?",
        article_id,
    )
    assert row is not None, f"article {article_id} shows no revision"
    page = ShownText(row["url"], None if row["withheld"] else row["text"], row["folded_sha256"], at)
    return _join(store, article_id, page, earlier) or article_id


def join_sender(store: Store, capture: Capture, url: str) -> None:
    """Make the article at a page's address one with that at the address which the page calls canonical.

    For pages without a text that only send readers on. Nothing happens unless there is an article there.
    """
    row = store.row("select id from articles where url = ?", url)
    if row is not None:
        join_redirects(store, row["id"], [capture.url], stamp(capture.captured_at))


def note_redirects(store: Store, urls: list[str], earlier: list[str], at: datetime) -> bool:
    """Note that addresses redirect to a page that is captured already.

    Args:
        urls: the spellings of the page's address.
        earlier: the addresses that redirect to it, the first one first.

    Returns:
        Whether the page is captured. If it is not cleaned yet, the articles are joined when it is.
    """
    marks = ", ".join("?" * len(urls))
    page = store.row(
        f"select id, outcome, article_id from captures where url in ({marks}) and (outcome is null or not"
        f" {SOFT_404}) order by id desc limit 1",
        *urls,
    )
    if page is None:
        return False
    if page["outcome"] is None:
        both = [*redirects(store, page["id"]), *earlier]
        store.update("captures", page["id"], {"redirected_from": json.dumps(both)})
    elif page["article_id"] is not None:
        join_redirects(store, page["article_id"], earlier, stamp(at))
    return True


def redirects(store: Store, capture_id: int) -> list[str]:
    """The addresses that redirected to a stored capture, the first one first."""
    row = store.row("select redirected_from from captures where id = ?", capture_id)
    return list(json.loads((row and row["redirected_from"]) or "[]"))


def has_moved_from(store: Store, url: str) -> bool:
    """Whether an address is an earlier one of an article that was captured at its new address since."""
    row = store.row(
        "select 1 from aliases l join articles a on a.id = l.article_id"
        " join captures c on c.url = a.url and c.article_id = a.id where l.url = ? limit 1",
        url,
    )
    return row is not None


def _article_at(store: Store, page: ShownText) -> int | None:
    """The article at a page's address, or at an address that it had before, if the text is the same."""
    row = store.row("select id from articles where url = ?", page.url)
    if row is not None:
        return int(row["id"])
    alias = store.row("select article_id from aliases where url = ?", page.url)
    if alias is None:
        return None
    if _has_text(store, alias["article_id"], page):
        return int(alias["article_id"])
    store.db.execute("delete from aliases where url = ?", (page.url,))  # another article has the address now
    return None


def _join(
    store: Store, article_id: int | None, page: ShownText, senders: Sequence[str], own: Sequence[str] = ()
) -> int | None:
    """Make the article at a page's address and the same articles at other addresses of the page one.

    Args:
        senders: addresses that redirect to the page, the first one first; that becomes an alias, and so do
            addresses of known articles.
        own: the address that the page was captured at, if it names another one as canonical.
    """
    earlier = [*senders, *own]
    for other_id in _known_at(store, earlier):
        if other_id == article_id or not _has_text(store, other_id, page):
            continue
        if article_id is None:
            article_id = other_id
            _give_address(store, other_id, page)
        else:
            article_id = merge_articles(store, article_id, other_id, page.url, page.at)
    if article_id is not None:
        row = store.row("select url from articles where id = ?", article_id)
        if row and row["url"] != page.url and row["url"] in earlier:  # moved back to an address that it had
            _give_address(store, article_id, page)
        for url in senders[:1]:  # on the way there may be a page for all, which asks for consent
            add_alias(store, url, article_id, page.at)
    return article_id


def _known_at(store: Store, urls: Sequence[str]) -> Iterator[int]:
    """The articles at these addresses, or that were captured there last."""
    for url in dict.fromkeys(urls):
        row = store.row("select id from articles where url = ?", url) or store.row(
            "select article_id as id from captures where url = ? and article_id is not null"
            " and outcome in ('new', 'changed', 'same') order by captured_at desc, sha256 desc limit 1",
            url,
        )
        if row is not None:
            yield int(row["id"])


def _give_address(store: Store, article_id: int, page: ShownText) -> None:
    """Give an article the address of a page that shows it; keep the old one as an alias.

    An earlier page, such as one from a web archive, does not bring an old address back.
    """
    row = store.row(
        "select a.url, max(c.captured_at) as seen_at from articles a join captures c on c.article_id = a.id"
        " and c.outcome in ('new', 'changed', 'same') where a.id = ?",
        article_id,
    )
    assert row is not None  # an aggregate
    if row["seen_at"] > page.at:
        add_alias(store, page.url, article_id, page.at)
        return
    store.db.execute("delete from aliases where url = ?", (page.url,))
    store.update("articles", article_id, {"url": page.url})
    add_alias(store, row["url"], article_id, page.at)


def add_alias(store: Store, url: str, article_id: int, at: str) -> None:
    """Note that an address leads to an article, unless it is that of another article, or showed one."""
    store.db.execute(
        "insert into aliases (url, article_id, since) select :url, :id, :at"
        " where not exists (select 1 from articles where url = :url)"
        " and not exists (select 1 from captures where url = :url and article_id <> :id"
        " and outcome in ('new', 'changed', 'same'))"
        " on conflict (url) do update set article_id = :id, since = :at where article_id <> :id",
        {"url": url, "id": article_id, "at": at},
    )


def _has_text(store: Store, article_id: int, page: ShownText) -> bool:
    """Whether a page shows the text of an article: one that it had, or nearly the one that it has."""
    if store.row(
        "select 1 from revisions where article_id = ? and folded_sha256 = ?", article_id, page.folded_sha256
    ):
        return True
    current = store.row(
        "select r.text, r.withheld from articles a join revisions r on r.id = a.revision_id where a.id = ?",
        article_id,
    )
    if current is None or current["withheld"] or page.text is None:
        return False
    return is_nearly_same(current["text"], page.text)
