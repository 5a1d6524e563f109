"""The pages in the frontier: fetched once, and again when the revisit plan, a source or the user says so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice

from archive.db.rows import Row, stamp
from archive.db.tombstones import is_removed
from crawler.frontier.model import Answer, Lease, Offer, Verdict
from crawler.frontier.rows import FrontierRows, lease_from_row
from crawler.schedule.revisit import changed_since_fetch, next_revisit, parse_date

PageFilter = Callable[[Lease], bool]

_MISSING = 400  # the lowest HTTP status of a page that could not be had

LEFT_BEHIND = "redirects to no article"
_REDIRECTED = "answered at another address"  # a value in archives: never change it


class Pages:
    """The pages of one outlet."""

    def __init__(self, rows: FrontierRows) -> None:
        self._rows = rows

    def offer(
        self, offers: Iterable[Offer], now: datetime, lease: Lease | None = None, most: int | None = None
    ) -> Counter[Verdict]:
        """Add new pages, and queue known pages again if they have changed.

        Args:
            lease: the source that names the pages; None if the user or the outlet's file does.
            most: the greatest number of pages that the outlet may have; None for any number.

        Returns:
            The number of pages by verdict.
        """
        room = None if most is None else most - self.count()
        verdicts: Counter[Verdict] = Counter()
        for offer in offers:
            full = room is not None and verdicts["taken"] >= room
            if full and self._rows.known(offer.key) is None:
                verdicts["over `pages`"] += 1
            else:
                verdicts[self._offer(offer, now, lease)] += 1
        return +verdicts

    def count(self) -> int:
        """The number of pages that the outlet has."""
        sql = "select count(*) from frontier where outlet = ? and kind = 'page'"
        return int(self._rows.run(sql, self._rows.outlet).fetchone()[0])

    def next(self, crawl_id: int, now: datetime, wanted: PageFilter, most: int) -> list[Lease]:
        """Lease up to `most` pages that are due: new pages first, in the order in which they were found."""
        return self._rows.lease(list(islice(self._due(now, wanted), most)), crawl_id)

    def count_due(self, now: datetime, wanted: PageFilter, most: int) -> int:
        """The number of pages that are due; counts no further than `most`."""
        return sum(1 for _ in islice(self._due(now, wanted), most))

    def next_due(self, wanted: PageFilter) -> datetime | None:
        """When the first of the waiting pages may be requested; None if none waits."""
        # The condition and order of the index `frontier_held`, so that SQLite uses it.
        rows = self._rows.rows(
            "kind = 'page' and state = 'pending' and not_before is not null", "not_before, id"
        )
        times = (datetime.fromisoformat(row["not_before"]) for row in rows if wanted(lease_from_row(row)))
        return next(times, None)

    def count_later(self, now: datetime) -> tuple[int, datetime | None]:
        """The number of pages that become due after `now`, and when the first does."""
        row = self._rows.store.row(
            "select count(*) pages, min(not_before) soonest from frontier"
            " where outlet = ? and kind = 'page' and state in ('pending', 'done') and not_before > ?",
            self._rows.outlet,
            stamp(now),
        )
        assert row is not None  # an aggregate
        return row["pages"], datetime.fromisoformat(row["soonest"]) if row["soonest"] else None

    def done(self, lease: Lease, answer: Answer, again: datetime | None, reason: str | None = None) -> None:
        """Mark a page as fetched. `again`: when to fetch it once more."""
        self._rows.answered(lease, answer, "done", again, reason)

    def dead(self, lease: Lease, answer: Answer, reason: str) -> None:
        """Mark a page as gone. It is requested again only if a source or the user asks for it."""
        self._rows.answered(lease, answer, "dead", None, reason)

    def missing(self, lease: Lease, answer: Answer, again: datetime, reason: str) -> None:
        """Mark a page that was there before as missing; it is requested again at `again`."""
        self._rows.answered(lease, answer, "done", again, reason)
        self._rows.update(lease.id, left_at=stamp(lease.left_at or answer.at))

    def left_behind(self, lease: Lease, now: datetime, again: datetime | None) -> None:
        """Mark a page that redirects to a front page or a listing as missing, as after a 404."""
        self._rows.update(
            lease.id,
            reason=LEFT_BEHIND,
            left_at=stamp(lease.left_at or now),
            not_before=stamp(again) if again else None,
        )

    def moved(self, lease: Lease, answer: Answer, again: datetime | None) -> None:
        """Mark a page that redirects to another page, which this crawl fetches for itself."""
        self._rows.answered(lease, answer, "done", again, _REDIRECTED)

    def is_taken(self, url: str, crawl_id: int) -> bool:
        """Whether a crawl has fetched a page, or is about to."""
        row = self._rows.known(url)
        return (
            row is not None
            and (row["kind"], row["crawl_id"]) == ("page", crawl_id)
            and row["state"] in ("leased", "done", "dead")
        )

    def left(self, sitemap: str, listed: Collection[str], now: datetime, plan: Sequence[timedelta]) -> None:
        """Note which pages a sitemap lists no more, and plan to look at them again.

        A page that is not in its sitemap any more may be gone. Pages that wait for their next revisit anyway
        keep its time.

        Args:
            sitemap: the document, read to its end.
            listed: the fetch keys in it.
            plan: the ages at which a page is requested again, counted from now.
        """
        again = next_revisit(None, plan, now)
        sql = "select * from frontier where outlet = ? and listed_in = ?"
        for row in list(self._rows.store.db.query(sql, (self._rows.outlet, sitemap))):
            if row["url"] in listed:
                continue
            columns = {"listed_in": None, "left_at": row["left_at"] or stamp(now)}
            if row["state"] == "done" and row["not_before"] is None and again:
                columns["not_before"] = stamp(again)
            self._rows.update(row["id"], **columns)

    def failed(self, lease: Lease, answer: Answer, reason: str, again: datetime) -> None:
        """Note a failed request; the page is requested again from `again` on."""
        self.put_off(lease, reason, again)
        self._rows.update(lease.id, tries=lease.tries + 1, status=answer.status)

    def put_off(self, lease: Lease, reason: str, again: datetime) -> None:
        """Keep a page back until `again` without counting a failure."""
        self._rows.update(lease.id, state="pending", reason=reason, not_before=stamp(again))

    def give_back(self, lease: Lease) -> None:
        """Release the lease of a page that was not requested."""
        self._rows.run("update frontier set state = 'pending' where id = ? and state = 'leased'", lease.id)

    def set_published(self, lease: Lease, published: datetime, again: datetime | None) -> None:
        """Store the date that cleaning read from a fetched page, and when to fetch it again."""
        self._rows.run(
            "update frontier set published = ?, not_before = ?"
            " where id = ? and state = 'done' and reason is not ?",
            stamp(published),
            stamp(again) if again else None,
            lease.id,
            _REDIRECTED,
        )

    def alias(self, lease: Lease, key: str, answer: Answer) -> None:
        """Mark a URL that a page redirected to, at last or on the way, as fetched, too."""
        known = self._rows.known(key)
        if known is None:
            self._rows.insert(
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
            self._rows.answered(lease_from_row(known), answer, "done", None, _REDIRECTED)
        elif known["kind"] == "page" and known["state"] == "done" and known["reason"] != _REDIRECTED:
            self._rows.update(lease.id, reason=_REDIRECTED, not_before=None)  # that page is asked for itself

    def refetch(self, wanted: PageFilter, most: int | None = None) -> None:
        """Queue the fetched pages that are wanted again, for an unconditional request.

        Args:
            wanted: which pages.
            most: how many of them, those first that were asked for longest ago; None for all.
        """
        rows = self._rows.rows("kind = 'page' and state in ('done', 'dead')", "asked_at, id")
        again = (row for row in rows if row["reason"] != _REDIRECTED and wanted(lease_from_row(row)))
        for row in list(islice(again, most)):
            columns = dict.fromkeys(("reason", "not_before", "etag", "last_modified"))
            self._rows.update(row["id"], state="pending", **columns)

    def _offer(self, offer: Offer, now: datetime, lease: Lease | None) -> Verdict:
        hint = json.dumps(asdict(offer.hint), ensure_ascii=False) if offer.hint else None
        published = parse_date(offer.hint.published) if offer.hint else None
        fresh = self._rows.insert(
            offer.key,
            "page",
            now,
            depth=lease.depth + 1 if lease else 1,
            referrer=lease.url if lease else None,
            source=lease.source if lease else None,
            section=offer.section,
            listed_in=lease.url if lease and lease.kind == "sitemap" else None,
            hint=hint,
            published=stamp(published) if published else None,
            lastmod=offer.lastmod,
        )
        if fresh and is_removed(self._rows.store, [offer.key], self._rows.outlet):
            self._rows.run("delete from frontier where outlet = ? and url = ?", self._rows.outlet, offer.key)
            return "removed"
        if fresh:
            return "taken"
        known = self._rows.known(offer.key)
        assert known is not None, offer.key
        if known["kind"] != "page" or known["state"] == "leased":
            return "known"
        if lease and lease.kind == "sitemap" and self._is_listed_again(known, lease):
            return "again"
        if known["state"] == "pending" and hint and not known["hint"]:
            self._rows.update(known["id"], hint=hint)
        return self._bring_back(offer, known, now)

    def _is_listed_again(self, known: Row, lease: Lease) -> bool:
        """Note which sitemap lists a page. Queue a page that was missing and is listed again."""
        if known["listed_in"] == lease.url:
            return False
        self._rows.update(known["id"], listed_in=lease.url, left_at=None)
        is_back = known["left_at"] is not None and (known["status"] or 0) >= _MISSING
        if is_back and known["state"] != "pending":
            self._rows.update(known["id"], state="pending", reason=None, not_before=None)
            return True
        return False

    def _bring_back(self, offer: Offer, known: Row, now: datetime) -> Verdict:
        """Queue a known page again if it has changed since the last request or if the user named it."""
        answered = known["state"] != "pending"
        changed = answered and changed_since_fetch(
            offer.lastmod, known["asked_at"], known["unchanged_in_a_row"], now
        )
        if not changed and not offer.named:
            return "known"
        columns = dict.fromkeys(("reason", "not_before", *(("etag", "last_modified") if offer.named else ())))
        self._rows.update(known["id"], state="pending", lastmod=offer.lastmod or known["lastmod"], **columns)
        return "again"

    def _due(self, now: datetime, wanted: PageFilter) -> Iterator[Row]:
        for state, unless, order in (
            ("pending", "not_before is null or ", "asked_at is not null, id"),
            ("done", "", "not_before, id"),
        ):
            due = f"kind = 'page' and state = '{state}' and ({unless}not_before <= '{stamp(now)}')"
            yield from (row for row in self._rows.rows(due, order) if wanted(lease_from_row(row)))
