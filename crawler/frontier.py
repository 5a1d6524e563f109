"""The frontier: every URL that an outlet has and its state, in tables of the archive's own file.

A `Frontier` works in the writer's thread, each call in the transaction of the moment: a page's "done" goes with
its bytes, a source's with the links it led to. A lease is given back when a crawl ends, however it ends: the
next crawl takes it anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Literal
from urllib.parse import urlsplit

from archive.model import Hint
from archive.rows import stamp
from archive.store import Store
from crawler.revisit import is_newer, moment_of

Kind = Literal["feed", "sitemap", "listing", "page"]
Verdict = Literal["taken", "again", "known"]
SAME_ROUND = timedelta(
    hours=1
)  # a crawl that follows an interrupted one so soon goes on with what that began


@dataclass(frozen=True, slots=True)
class Lease:
    """A URL that this crawl, and no other, is to ask for.

    Attributes:
        id: of its row.
        url: the fetch key.
        source: the door in the outlet's file that led here.
        depth: 1 for what the outlet's file names.
        host: with its port where that is not the scheme's own.
        section: path of the outlet's section that holds it.
        published: as far as a source or an earlier look says, aware UTC.
        tries: that failed since the last answer.
        looks: conditional ones in a row that found nothing new.
        etag, last_modified: of the answer before, to ask with whether it has changed.
        sha256: of the body before.
        rules: of a source: by which rules of the outlet its links were taken.
    """

    id: int
    url: str
    kind: Kind
    source: str | None = None
    depth: int = 1
    host: str = ""
    section: str | None = None
    hint: Hint | None = None
    published: datetime | None = None
    tries: int = 0
    looks: int = 0
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    rules: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking.

    Attributes:
        status: HTTP; None where there was no answer.
        etag, last_modified: as the headers gave them.
        sha256: of the body; None where it was not modified.
    """

    at: datetime
    status: int | None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A page that a source names and the outlet accepts.

    Attributes:
        key: its fetch key.
        section: path of the outlet's section that holds it.
        lastmod: as the source printed it.
        given: a person named this very page: it is fetched again whatever is known of it.
    """

    key: str
    hint: Hint | None = None
    lastmod: str | None = None
    section: str | None = None
    given: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """A source of the outlet's file."""

    kind: Kind
    url: str


class Frontier:
    """One outlet's part of the frontier, on an open Store inside a transaction."""

    def __init__(self, store: Store, outlet: str) -> None:
        self.store = store
        self.outlet = outlet

    def begin(self, doors: Collection[Door], crawl_id: int, now: datetime) -> int:
        """Take back what an earlier crawl had leased, and open the doors that this round has not read.

        Returns:
            The round: the id of the first crawl of it.
        """
        self.release()
        self._run(
            "update crawls set ended_at = ?, end_reason = 'killed'"
            " where outlet = ? and ended_at is null and id < ?",
            stamp(now),
            self.outlet,
            crawl_id,
        )
        round_ = self._round(crawl_id, now)
        self._run("update crawls set round = ? where id = ?", round_, crawl_id)
        if round_ == crawl_id:  # only what the file names, and what that leads on to, is asked
            self._run("update frontier set state = 'done' where outlet = ? and kind <> 'page'", self.outlet)
        for door in doors:
            self._open(door.url, door.kind, now, source=door.url)
        return round_

    def release(self) -> None:
        """Give back every lease."""
        self._run("update frontier set state = 'pending' where outlet = ? and state = 'leased'", self.outlet)

    def lead_on(
        self, lease: Lease, url: str, lastmod: str | None, now: datetime, *, news: bool = True
    ) -> bool:
        """Note another document of a source.

        Args:
            news: the document that leads there had something new. Where it had not, only what was never read is.

        Returns:
            Whether this round is to read it.
        """
        before = self._known(url)
        if before:
            read = before["status"] in {200, 304} and before["rules"] == lease.rules
            dated = lastmod is not None and before["lastmod"] == lastmod
            if before["kind"] == "page" or (read and (dated or not news)):
                return False
        columns = {"source": lease.source, "referrer": lease.url, "depth": lease.depth + 1}
        return self._open(url, lease.kind, now, lastmod=lastmod, **columns)

    def lead_on_as_before(self, lease: Lease, now: datetime) -> None:
        """A source has not changed, so it leads on to the same documents.

        Of a sitemap's, those that it dates have not changed either; of a listing's, only what was never read is.
        """
        led = "outlet = ? and referrer = ? and kind = ? and (lastmod is null or status is null)"
        rows = self.store.db.query(
            f"select url from frontier where {led}", (self.outlet, lease.url, lease.kind)
        )
        for row in list(rows):
            self.lead_on(lease, row["url"], None, now, news=lease.kind == "sitemap")

    def offer(self, offers: Iterable[Offer], now: datetime, lease: Lease | None = None) -> Counter[Verdict]:
        """Take in what a source (`lease`) or a person names: a page once, and again where it has changed."""
        return Counter(self._offer(offer, now, lease) for offer in offers)

    def next_source(self, crawl_id: int) -> Lease | None:
        """Lease the next document of a source."""
        rows = self._query("state = 'pending' and kind <> 'page'", "depth, id")
        return next(iter(self._lease(list(islice(rows, 1)), crawl_id)), None)

    def next_pages(
        self, crawl_id: int, now: datetime, wanted: Callable[[Lease], bool], most: int
    ) -> list[Lease]:
        """Lease pages whose time has come: new ones first, in the order in which they were found."""
        return self._lease(list(islice(self._pages(now, wanted), most)), crawl_id)

    def waiting(self, now: datetime, wanted: Callable[[Lease], bool], most: int) -> int:
        """How many pages could be leased, counted up to `most`."""
        return sum(1 for _ in islice(self._pages(now, wanted), most))

    def soonest(self, wanted: Callable[[Lease], bool]) -> datetime | None:
        """When the next page that has to wait may be asked for."""
        rows = self._query("state = 'pending' and kind = 'page' and not_before is not null", "not_before")
        return next((datetime.fromisoformat(row["not_before"]) for row in rows if wanted(_lease(row))), None)

    def read(self, lease: Lease, answer: Answer, rules: str, round_: int) -> None:
        """A document of a source was read: the round need not ask for it again."""
        self._answered(lease, answer, "done")
        self._run("update frontier set rules = ?, round = ? where id = ?", rules, round_, lease.id)

    def unread(self, lease: Lease, answer: Answer, reason: str, round_: int, *, again: bool) -> None:
        """A document of a source could not be read; `again`: this crawl tries once more."""
        self._run(
            "update frontier set state = ?, reason = ?, status = ?, tries = tries + 1, round = ? where id = ?",
            "pending" if again else "done",
            reason,
            answer.status,
            None if again else round_,
            lease.id,
        )

    def done(self, lease: Lease, answer: Answer, again: datetime | None, reason: str | None = None) -> None:
        """A page was answered. `again`: when to look once more."""
        self._answered(lease, answer, "done", again, reason)

    def dead(self, lease: Lease, answer: Answer, reason: str) -> None:
        """A page is not to be asked for again, unless a source or a person brings it back."""
        self._answered(lease, answer, "dead", None, reason)

    def failed(self, lease: Lease, answer: Answer, reason: str, again: datetime) -> None:
        """A URL gave no answer that counts. `again`: not before that."""
        self._run(
            "update frontier set state = 'pending', reason = ?, not_before = ?, tries = tries + 1,"
            " status = ?, asked_at = ifnull(asked_at, ?) where id = ?",
            reason,
            stamp(again),
            answer.status,
            stamp(answer.at) if answer.status else None,
            lease.id,
        )

    def put_off(self, lease: Lease, reason: str, again: datetime) -> None:
        """A page was not asked for, for reasons of its host's."""
        self._run(
            "update frontier set state = 'pending', reason = ?, not_before = ? where id = ?",
            reason,
            stamp(again),
            lease.id,
        )

    def give_back(self, lease: Lease) -> None:
        """A page was leased in vain."""
        self._run("update frontier set state = 'pending' where id = ? and state = 'leased'", lease.id)

    def settled(self, lease_id: int, published: datetime | None, again: datetime | None) -> None:
        """What cleaning found of a page that is done."""
        self._run(
            "update frontier set published = ifnull(?, published), not_before = ?"
            " where id = ? and state = 'done'",
            stamp(published) if published else None,
            stamp(again) if again else None,
            lease_id,
        )

    def alias(self, lease: Lease, key: str, answer: Answer) -> None:
        """A page was answered at another address: that one is done, too."""
        if known := self._known(key):
            if known["kind"] == "page" and known["state"] == "pending":
                self._answered(_lease(known), answer, "done", None, "answered for another")
            return
        row = {
            "referrer": lease.url,
            "source": lease.source,
            "status": answer.status,
            "asked_at": stamp(answer.at),
        }
        self._insert(key, "page", answer.at, state="done", reason="answered for another", **row)

    def refetch(self, wanted: Callable[[Lease], bool]) -> None:
        """Every page that was answered is to be asked for again, unconditionally."""
        rows = self._query(
            "kind = 'page' and state in ('done', 'dead') and reason is not 'answered for another'"
        )
        for row in list(rows):
            if wanted(_lease(row)):
                self._run(
                    "update frontier set state = 'pending', not_before = null, etag = null,"
                    " last_modified = null where id = ?",
                    row["id"],
                )

    def _round(self, crawl_id: int, now: datetime) -> int:
        before = self.store.row(
            "select round, end_reason, started_at from crawls where outlet = ? and id < ? order by id desc limit 1",
            self.outlet,
            crawl_id,
        )
        if before is None or before["round"] is None or before["end_reason"] not in {"killed", "shutdown"}:
            return crawl_id
        fresh = now - datetime.fromisoformat(before["started_at"]) < SAME_ROUND
        return int(before["round"]) if fresh else crawl_id

    def _open(self, url: str, kind: Kind, now: datetime, lastmod: str | None = None, **columns: Any) -> bool:
        """A document of a source is to be read, unless this round has; whether it is."""
        known = self._known(url)
        if known is None:
            return self._insert(url, kind, now, lastmod=lastmod, **columns)
        if known["state"] == "pending" or known["round"] == self._current_round():
            return False
        pairs = {"kind": kind, "state": "pending", "lastmod": lastmod, "reason": None, **columns}
        self.store.table("frontier").update(known["id"], pairs)
        return True

    def _current_round(self) -> int | None:
        row = self.store.row("select max(round) as round from crawls where outlet = ?", self.outlet)
        return row["round"] if row else None

    def _offer(self, offer: Offer, now: datetime, lease: Lease | None) -> Verdict:
        said = offer.hint.published if offer.hint and offer.hint.published else None
        published = moment_of(said)
        columns = {
            "depth": lease.depth + 1 if lease else 1,
            "referrer": lease.url if lease else None,
            "source": lease.source if lease else None,
            "section": offer.section,
            "hint": json.dumps(asdict(offer.hint), ensure_ascii=False) if offer.hint else None,
            "published": stamp(published) if published else None,
            "lastmod": offer.lastmod,
        }
        if self._insert(offer.key, "page", now, **columns):
            return "taken"
        known = self._known(offer.key)
        assert known is not None, offer.key
        if known["kind"] != "page" or known["state"] == "leased":
            return "known"
        if known["state"] == "pending":
            self._run("update frontier set hint = ifnull(hint, ?) where id = ?", columns["hint"], known["id"])
        return self._bring_back(offer, known, now)

    def _bring_back(self, offer: Offer, known: dict[str, Any], now: datetime) -> Verdict:
        changed = known["state"] != "pending" and is_newer(
            offer.lastmod, known["asked_at"], known["looks"], now
        )
        if not changed and not offer.given:
            return "known"
        self._run(
            "update frontier set state = 'pending', reason = null, not_before = null, lastmod = ?,"
            " etag = iif(?, null, etag), last_modified = iif(?, null, last_modified) where id = ?",
            offer.lastmod,
            offer.given,
            offer.given,
            known["id"],
        )
        return "again"

    def _answered(
        self,
        lease: Lease,
        answer: Answer,
        state: str,
        again: datetime | None = None,
        reason: str | None = None,
    ) -> None:
        unchanged = answer.status == 304 or (lease.sha256 is not None and lease.sha256 == answer.sha256)
        row = {
            "state": state,
            "reason": reason,
            "not_before": stamp(again) if again else None,
            "asked_at": stamp(answer.at),
            "status": answer.status,
            "tries": 0,
            "looks": lease.looks + 1 if unchanged else 0,
        }
        if answer.status == 304:  # it need not repeat what it said before
            row |= {name: value for name in ("etag", "last_modified") if (value := getattr(answer, name))}
        else:
            row |= {name: getattr(answer, name) for name in ("etag", "last_modified", "sha256")}
        self.store.table("frontier").update(lease.id, row)

    def _pages(self, now: datetime, wanted: Callable[[Lease], bool]) -> Iterator[dict[str, Any]]:
        due = f"(not_before is null or not_before <= '{stamp(now)}')"
        rows = self._query(f"kind = 'page' and state = 'pending' and {due}", "asked_at is not null, id")
        yield from (row for row in rows if wanted(_lease(row)))
        looks = self._query(
            f"kind = 'page' and state = 'done' and not_before <= '{stamp(now)}'", "not_before, id"
        )
        yield from (row for row in looks if wanted(_lease(row)))

    def _query(self, where: str, order: str = "id") -> Iterator[dict[str, Any]]:
        sql = f"select * from frontier where outlet = ? and {where} order by {order}"
        return self.store.db.query(sql, (self.outlet,))

    def _lease(self, rows: list[dict[str, Any]], crawl_id: int) -> list[Lease]:
        for row in rows:
            self._run("update frontier set state = 'leased', crawl_id = ? where id = ?", crawl_id, row["id"])
        return [_lease(row) for row in rows]

    def _known(self, url: str) -> dict[str, Any] | None:
        return self.store.row("select * from frontier where outlet = ? and url = ?", self.outlet, url)

    def _insert(self, url: str, kind: Kind, now: datetime, **columns: Any) -> bool:
        """Whether the URL is new."""
        row = {
            **{"outlet": self.outlet, "url": url, "host": urlsplit(url).netloc.lower(), "kind": kind},
            **{"state": "pending", "found_at": stamp(now)},
            **columns,
        }
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        sql = f"insert into frontier ({names}) values ({marks}) on conflict do nothing"
        return self._run(sql, *row.values()).rowcount > 0

    def _run(self, sql: str, *params: Any) -> sqlite3.Cursor:
        return self.store.db.execute(sql, params)


def _lease(row: dict[str, Any]) -> Lease:
    hint = json.loads(row["hint"]) if row["hint"] else None
    names = (
        "id",
        "url",
        "kind",
        "source",
        "depth",
        "host",
        "section",
        "tries",
        "looks",
        "etag",
        "last_modified",
    )
    return Lease(
        **{name: row[name] for name in names},
        sha256=row["sha256"],
        rules=row["rules"],
        hint=Hint(**{**hint, "authors": tuple(hint["authors"])}) if hint else None,
        published=datetime.fromisoformat(row["published"]) if row["published"] else None,
    )
