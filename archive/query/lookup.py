"""Find one article or capture by id, URL, an earlier URL or a URL it was captured from, with its history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from archive.db.outcomes import SOFT_404, describe_outcome
from archive.db.store import Store
from archive.errors import NotFoundError, nearest
from archive.model import Capture, Signal
from archive.opt_out import signals_from_json
from archive.query.history.visits import missing_once, read_visits
from archive.terminal import counted
from archive.urls import strip_tracking

_NEIGHBOURS = 50  # URLs to compare on either side of a missing one


@dataclass(frozen=True, slots=True)
class History:
    """The captures and revisions of an article.

    Attributes:
        captures: number of captures.
        first, last: times of the first and last capture, ISO 8601, UTC.
        outcomes: number of captures by outcome.
        revisions: number of distinct texts.
        doubt: why the page-type check was not sure that it is an article; None if it was sure.
        signals: opt-out signals of the latest capture.
        comments: number of readers' comments; None if they were not asked for.
        aliases: addresses that the article had before, the latest first.
    """

    captures: int
    first: str
    last: str
    outcomes: dict[str, int]
    revisions: int
    doubt: str | None
    signals: tuple[Signal, ...] = ()
    comments: int | None = None
    aliases: tuple[str, ...] = ()

    def line(self) -> str:
        """`3 captures, 2026-03-01 to 2026-03-15: 1 new, 1 changed, 1 unchanged; 2 revisions`"""
        days = sorted({self.first[:10], self.last[:10]})
        outcomes = ", ".join(f"{count} {describe_outcome(name)}" for name, count in self.outcomes.items())
        captures, revisions = counted(self.captures, "capture"), counted(self.revisions, "revision")
        return f"{captures}, {' to '.join(days)}: {outcomes}; {revisions}"


def history(store: Store, article_id: int) -> History:
    """The history of a stored article."""
    outcomes = store.db.execute(
        "select outcome, count(*), min(captured_at), max(captured_at) from captures where article_id = ?"
        " group by outcome order by min(id)",
        (article_id,),
    ).fetchall()
    latest = store.row(
        "select signals from captures where article_id = ? order by captured_at desc, id desc limit 1",
        article_id,
    )
    revisions, doubtful, doubt, comments = store.db.execute(
        "select (select count(*) from revisions where article_id = articles.id), doubtful, doubtful_reason,"
        " comment_count"
        " from articles where id = ?",
        (article_id,),
    ).fetchone()
    return History(
        captures=sum(row[1] for row in outcomes),
        first=min(row[2] for row in outcomes),
        last=max(row[3] for row in outcomes),
        outcomes=_told(store, article_id, {row[0] or "waiting": row[1] for row in outcomes}),
        revisions=revisions,
        doubt=(doubt or "unsure") if doubtful else None,
        signals=signals_from_json(json.loads((latest and latest["signals"]) or "[]")),
        comments=comments,
        aliases=tuple(
            row["url"]
            for row in store.db.query(
                "select url from aliases where article_id = ? and since > ? order by since desc, url",
                (article_id, min(row[2] for row in outcomes)),
            )
        ),
    )


def _told(store: Store, article_id: int, outcomes: dict[str, int]) -> dict[str, int]:
    """The numbers of captures by outcome, with those that were `missing` once apart from those `gone`."""
    gone = outcomes.pop("gone", 0)
    once = len(list(missing_once(read_visits(store, article_id)))) if gone else 0
    return {
        **outcomes,
        **({"missing": once} if once else {}),
        **({"gone": gone - once} if gone > once else {}),
    }


def find_article(store: Store, wanted: str) -> int:
    """The id of an article, given its id, its URL, an earlier URL or a URL it was captured from.

    Ignores how the URL is spelled (`é` or `%C3%A9`), tracking parameters, the fragment, http or https, `www.`
    and a final slash.

    Raises:
        NotFoundError: there is none; the remedy names the closest match.
    """
    if wanted.isdecimal():
        row = store.row("select id from articles where id = ?", int(wanted)) if len(wanted) < 19 else None
    else:
        row = (
            _by_url(store, "select id from articles where url = ?", wanted)
            or _by_url(store, "select article_id as id from aliases where url = ?", wanted)
            or _by_url(
                store,
                "select article_id as id from captures where url = ? and article_id is not null"
                f" and not {SOFT_404}",
                wanted,
            )
        )
    if row is None:
        raise NotFoundError(wanted, _remedy(store, wanted))
    return int(row["id"])


def captured_bytes(store: Store, wanted: str) -> bytes:
    """The bytes of the capture that `find_capture` finds.

    Raises:
        NotFoundError: nothing was captured from this URL.
    """
    return find_capture(store, wanted).body


def find_capture(store: Store, wanted: str) -> Capture:
    """The capture of an article's current revision, or the latest capture of a URL without an article.

    Raises:
        NotFoundError: nothing was captured from this URL.
    """
    try:
        article_id = find_article(store, wanted)
    except NotFoundError:
        row = _by_url(store, "select id from captures where url = ? order by captured_at desc", wanted)
        if row is None:
            raise
    else:
        row = store.row(
            "select r.capture_id as id from articles a join revisions r on r.id = a.revision_id"
            " where a.id = ?",
            article_id,
        )
    assert row is not None
    return store.capture(row["id"])


def _by_url(store: Store, sql: str, url: str) -> dict[str, Any] | None:
    return next((row for spelling in spellings(url) if (row := store.row(sql, spelling))), None)


def spellings(url: str) -> list[str]:
    """The spellings under which a page's URL may be stored, most likely first."""
    full = url if "://" in url else f"https://{url}"
    try:
        parts = urlsplit(strip_tracking(full))
    except ValueError:
        return [url]
    host, path = parts.netloc.removeprefix("www."), parts.path.rstrip("/")
    return list(
        dict.fromkeys(
            [
                url,
                parts.geturl(),
                *(
                    urlunsplit((scheme, www + host, path + slash, parts.query, ""))
                    for scheme in ("https", "http")
                    for www in ("", "www.")
                    for slash in ("", "/")
                ),
            ]
        )
    )


def _remedy(store: Store, wanted: str) -> str:
    if wanted.isdecimal():
        return "see the ids that `matinee search` shows"
    row = _by_url(store, "select captured_at, outcome, page_type, reason from captures where url = ?", wanted)
    if row is not None:
        why = row["page_type"] or row["reason"] or row["outcome"] or "it is not cleaned yet"
        day = row["captured_at"][:10]
        return (
            f"it was captured on {day}, but made no article ({why}); --why says more, --raw writes its bytes"
        )
    if not wanted.strip():
        return "give an id or a URL"
    if "/" not in wanted:
        return f"give an id or a URL, or try `matinee search {wanted}`"
    if close := nearest(wanted, _neighbours(store, wanted)):
        return f"the nearest is {close}"
    return "see what there is with `matinee search`"


def _neighbours(store: Store, wanted: str) -> list[str]:
    """URLs of the same site's articles: those that sort next to a URL, and the first in its folder.

    Limited in number, so that a large site takes no longer; the closest match is usually among them.
    """
    urls: list[str] = []
    for spelling in spellings(wanted):
        scheme, _, rest = spelling.partition("://")
        site, _, path = rest.partition("/")
        if not site:
            continue
        root = f"{scheme}://{site}/"
        folder = root + path.rstrip("/").rpartition("/")[0]
        for sql, bounds in (
            ("url between ? and ? order by url desc", (root, spelling)),
            ("url >= ? and url < ? order by url", (spelling, root[:-1] + "0")),  # 0 comes after /
            ("url >= ? and url < ? order by url", (folder, root[:-1] + "0")),
        ):
            rows = store.db.execute(f"select url from articles where {sql} limit {_NEIGHBOURS}", bounds)
            urls += [row[0] for row in rows]
    return list(dict.fromkeys(urls))
