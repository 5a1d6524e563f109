"""The frontier's pages: fetched once, and again where a source, a plan or a person has them back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from archive.db.rows import Row, stamp
from crawler.frontier.model import Answer, Lease, Offer, Verdict
from crawler.frontier.rows import FrontierRows, lease_from_row
from crawler.schedule.revisit import changed_since_fetch, parse_date

PageFilter = Callable[[Lease], bool]

_REDIRECTED = "answered at another address"


class Pages:
    """What an outlet's sources lead to."""

    def __init__(self, table: FrontierRows) -> None:
        self._table = table

    def offer(
        self, offers: Iterable[Offer], now: datetime, lease: Lease | None = None, most: int | None = None
    ) -> Counter[Verdict]:
        """Take in what a source (`lease`) or a person names: a page once, and again where it has changed.

        `most` bounds the pages that the outlet has; None: there is no bound.
        """
        room = None if most is None else most - self.count()
        verdicts: Counter[Verdict] = Counter()
        for offer in offers:
            full = room is not None and verdicts["taken"] >= room
            if full and self._table.known(offer.key) is None:
                verdicts["over `pages`"] += 1
            else:
                verdicts[self._offer(offer, now, lease)] += 1
        return +verdicts

    def count(self) -> int:
        """How many pages the outlet has."""
        sql = "select count(*) from frontier where outlet = ? and kind = 'page'"
        return int(self._table.run(sql, self._table.outlet).fetchone()[0])

    def next(self, crawl_id: int, now: datetime, wanted: PageFilter, most: int) -> list[Lease]:
        """Lease pages whose time has come: new ones first, in the order in which they were found."""
        return self._table.lease(list(islice(self._due(now, wanted), most)), crawl_id)

    def count_due(self, now: datetime, wanted: PageFilter, most: int) -> int:
        """How many pages could be leased, counted up to `most`."""
        return sum(1 for _ in islice(self._due(now, wanted), most))

    def next_due(self, wanted: PageFilter) -> datetime | None:
        """When the next page that has to wait may be asked for."""
        # In the words of the index `frontier_held`, which has them in this order.
        rows = self._table.rows(
            "kind = 'page' and state = 'pending' and not_before is not null", "not_before, id"
        )
        times = (datetime.fromisoformat(row["not_before"]) for row in rows if wanted(lease_from_row(row)))
        return next(times, None)

    def count_later(self, now: datetime) -> tuple[int, datetime | None]:
        """How many pages are to be asked for after `now`, and when the first of them."""
        row = self._table.store.row(
            "select count(*) pages, min(not_before) soonest from frontier"
            " where outlet = ? and kind = 'page' and state in ('pending', 'done') and not_before > ?",
            self._table.outlet,
            stamp(now),
        )
        assert row is not None  # an aggregate
        return row["pages"], datetime.fromisoformat(row["soonest"]) if row["soonest"] else None

    def done(self, lease: Lease, answer: Answer, again: datetime | None, reason: str | None = None) -> None:
        """A page was answered. `again`: when to look once more."""
        self._table.answered(lease, answer, "done", again, reason)

    def dead(self, lease: Lease, answer: Answer, reason: str) -> None:
        """A page is not to be asked for again, unless a source or a person brings it back."""
        self._table.answered(lease, answer, "dead", None, reason)

    def failed(self, lease: Lease, answer: Answer, reason: str, again: datetime) -> None:
        """A page gave no answer that counts. `again`: not before that."""
        self.put_off(lease, reason, again)
        self._table.update(lease.id, tries=lease.tries + 1, status=answer.status)

    def put_off(self, lease: Lease, reason: str, again: datetime) -> None:
        """A page was not asked for, for reasons of its host's."""
        self._table.update(lease.id, state="pending", reason=reason, not_before=stamp(again))

    def give_back(self, lease: Lease) -> None:
        """A page was leased in vain."""
        self._table.run("update frontier set state = 'pending' where id = ? and state = 'leased'", lease.id)

    def set_published(self, lease: Lease, published: datetime, again: datetime | None) -> None:
        """What cleaning found of a page that is done."""
        self._table.run(
            "update frontier set published = ?, not_before = ? where id = ? and state = 'done'",
            stamp(published),
            stamp(again) if again else None,
            lease.id,
        )

    def alias(self, lease: Lease, key: str, answer: Answer) -> None:
        """A page was answered at another address: that one is done, too."""
        known = self._table.known(key)
        if known is None:
            self._table.insert(
                key,
                "page",
                answer.at,
                state="done",
                reason=_REDIRECTED,
                referrer=lease.url,
                source=lease.source,
                status=answer.status,
                asked_at=stamp(answer.at),
            )
        elif known["kind"] == "page" and known["state"] == "pending":
            self._table.answered(lease_from_row(known), answer, "done", None, _REDIRECTED)

    def refetch(self, wanted: PageFilter) -> None:
        """Every page that was answered is to be asked for again, unconditionally."""
        rows = self._table.rows("kind = 'page' and state in ('done', 'dead')")
        for row in list(rows):
            if row["reason"] != _REDIRECTED and wanted(lease_from_row(row)):
                columns = dict.fromkeys(("reason", "not_before", "etag", "last_modified"))
                self._table.update(row["id"], state="pending", **columns)

    def _offer(self, offer: Offer, now: datetime, lease: Lease | None) -> Verdict:
        hint = json.dumps(asdict(offer.hint), ensure_ascii=False) if offer.hint else None
        published = parse_date(offer.hint.published) if offer.hint else None
        fresh = self._table.insert(
            offer.key,
            "page",
            now,
            depth=lease.depth + 1 if lease else 1,
            referrer=lease.url if lease else None,
            source=lease.source if lease else None,
            section=offer.section,
            hint=hint,
            published=stamp(published) if published else None,
            lastmod=offer.lastmod,
        )
        if fresh:
            return "taken"
        known = self._table.known(offer.key)
        assert known is not None, offer.key
        if known["kind"] != "page" or known["state"] == "leased":
            return "known"
        if known["state"] == "pending" and hint and not known["hint"]:
            self._table.update(known["id"], hint=hint)
        return self._bring_back(offer, known, now)

    def _bring_back(self, offer: Offer, known: Row, now: datetime) -> Verdict:
        """Whether a page that is known is to be asked for again."""
        answered = known["state"] != "pending"
        changed = answered and changed_since_fetch(
            offer.lastmod, known["asked_at"], known["unchanged_in_a_row"], now
        )
        if not changed and not offer.given:
            return "known"
        columns = dict.fromkeys(("reason", "not_before", *(("etag", "last_modified") if offer.given else ())))
        self._table.update(known["id"], state="pending", lastmod=offer.lastmod or known["lastmod"], **columns)
        return "again"

    def _due(self, now: datetime, wanted: PageFilter) -> Iterator[Row]:
        for state, unless, order in (
            ("pending", "not_before is null or ", "asked_at is not null, id"),
            ("done", "", "not_before, id"),
        ):
            due = f"kind = 'page' and state = '{state}' and ({unless}not_before <= '{stamp(now)}')"
            yield from (row for row in self._table.rows(due, order) if wanted(lease_from_row(row)))
