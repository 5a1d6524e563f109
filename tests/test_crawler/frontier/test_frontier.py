"""The frontier on a real archive: what is leased, given back, done, and brought back.

Long because each transition of a URL has its case here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.db.rows import stamp
from archive.db.store import Store
from archive.db.tombstones import outlet_key, url_key
from archive.model import Hint
from crawler.frontier import Answer, Frontier, Lease, Offer, SourceEntry

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
FEED = SourceEntry("feed", "https://outlet.test/feed")
RULES = "0123"
OK = Answer(NOW, 200, '"1"', None, "aa")


def page(name: str, **columns: Any) -> Offer:
    return Offer(f"https://outlet.test/{name}", **columns)


def everything(lease: Lease) -> bool:
    return True


class Crawls:
    """One outlet's crawls, one after another."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.frontier = Frontier(store, "outlet")
        self.crawl = 0

    def begin(self, *sources: SourceEntry, at: datetime = NOW) -> int:
        """Begin a crawl; its round."""
        row = {"outlet": "outlet", "started_at": stamp(at)}
        self.crawl = int(self.store.table("crawls").insert(row).last_rowid or 0)
        return self.frontier.begin(sources or (FEED,), self.crawl, at)

    def end(self, reason: str = "finished") -> None:
        self.frontier.release()
        self.store.db.execute(
            "update crawls set ended_at = ?, end_reason = ? where id = ?", (stamp(NOW), reason, self.crawl)
        )

    def source(self) -> Lease | None:
        return self.frontier.sources.next(self.crawl)

    def pages(self, at: datetime = NOW, most: int = 99) -> list[Lease]:
        return self.frontier.pages.next(self.crawl, at, everything, most)

    def names(self, at: datetime = NOW) -> list[str]:
        return [lease.url.rpartition("/")[2] for lease in self.pages(at)]

    def row(self, name: str) -> dict[str, Any]:
        row = self.store.row("select * from frontier where url like ?", f"%/{name}")
        assert row
        return row


@pytest.fixture
def crawls(tmp_path: Path) -> Iterator[Crawls]:
    with Store.open(tmp_path / "t.db", create=True) as store, store.transaction():
        yield Crawls(store)


def test_a_url_is_leased_once_and_given_back_when_its_crawl_ends_in_any_way(crawls: Crawls) -> None:
    crawls.begin()
    tally = crawls.frontier.pages.offer([page("a"), page("b"), page("a")], NOW)
    assert tally == {"taken": 2, "known": 1}
    assert crawls.names() == ["a", "b"]
    assert crawls.names() == [], "they are leased"
    crawls.begin()  # after a kill -9: nobody has ended the crawl before
    assert crawls.names() == ["a", "b"]
    ended = list(crawls.store.db.query("select end_reason from crawls order by id"))
    assert [row["end_reason"] for row in ended] == ["killed", None]


def test_what_is_done_is_not_leased_again_and_keeps_what_to_ask_with(crawls: Crawls) -> None:
    crawls.begin()
    crawls.frontier.pages.offer([page("a")], NOW)
    (lease,) = crawls.pages()
    crawls.frontier.pages.done(lease, OK, None)
    crawls.end()
    crawls.begin()
    assert crawls.pages() == []
    assert crawls.frontier.pages.offer([page("a")], NOW) == {"known": 1}
    row = crawls.row("a")
    assert (row["state"], row["etag"], row["sha256"], row["status"]) == ("done", '"1"', "aa", 200)


def test_a_plan_a_date_and_a_person_have_a_page_back(crawls: Crawls) -> None:
    crawls.begin()
    crawls.frontier.pages.offer([page("planned"), page("dated"), page("named")], NOW)
    planned, dated, named = crawls.pages()
    day = NOW + timedelta(days=1)
    crawls.frontier.pages.done(planned, OK, day)
    crawls.frontier.pages.done(dated, OK, None)
    crawls.frontier.pages.done(named, OK, None)
    assert crawls.names(NOW) == []
    later = stamp(NOW + timedelta(hours=2))
    again = [page("dated", lastmod=later), page("named", named=True), page("planned", lastmod="yesterday")]
    assert crawls.frontier.pages.offer(again, day) == {"again": 2, "known": 1}
    leases = {lease.url.rpartition("/")[2]: lease for lease in crawls.pages(day)}
    assert set(leases) == {"planned", "dated", "named"}
    assert leases["dated"].etag == '"1"', "asked whether it has changed"
    assert leases["named"].etag is None, "asked for whatever is known"


def test_a_sitemap_that_dates_every_page_anew_is_believed_less_each_time(crawls: Crawls) -> None:
    crawls.begin()
    crawls.frontier.pages.offer([page("a")], NOW)
    (lease,) = crawls.pages()
    crawls.frontier.pages.done(lease, OK, None)
    believed = []
    for hour in range(1, 16):
        at = NOW + timedelta(hours=hour)
        tally = crawls.frontier.pages.offer([page("a", lastmod=stamp(at))], at)
        if tally["again"]:
            believed.append(hour)
            (lease,) = crawls.pages(at)
            crawls.frontier.pages.done(lease, Answer(at, 304), None)
    assert believed == [1, 3, 7, 15]


def test_the_first_hint_is_kept_and_a_later_door_may_give_one(crawls: Crawls) -> None:
    crawls.begin()
    feed, sitemap = Hint("feed", "One", ("Ann",)), Hint("sitemap", published="2024-05-07T09:30:00Z")
    crawls.frontier.pages.offer([page("a", hint=feed), page("b"), page("c", hint=sitemap)], NOW)
    crawls.frontier.pages.offer([page("a", hint=sitemap), page("b", hint=sitemap)], NOW)
    first, second, third = crawls.pages()
    assert (first.hint, second.hint) == (feed, sitemap)
    assert third.published == datetime(2024, 5, 7, 9, 30, tzinfo=UTC)


def test_what_failed_waits_and_what_was_put_off_does_not_count_as_failed(crawls: Crawls) -> None:
    crawls.begin()
    crawls.frontier.pages.offer([page("a"), page("b")], NOW)
    first, second = crawls.pages()
    hour = NOW + timedelta(hours=1)
    crawls.frontier.pages.failed(first, Answer(NOW, 503), "HTTP 503", hour)
    crawls.frontier.pages.put_off(second, "its host waits", hour)
    assert crawls.frontier.pages.next_due(everything) == hour
    assert crawls.names(NOW) == []
    assert [lease.tries for lease in crawls.pages(hour)] == [1, 0]
    assert crawls.row("a")["status"] == 503


def test_what_is_dead_comes_back_by_a_person_or_a_date(crawls: Crawls) -> None:
    crawls.begin()
    crawls.frontier.pages.offer([page("a")], NOW)
    (lease,) = crawls.pages()
    crawls.frontier.pages.dead(lease, Answer(NOW, 404), "HTTP 404 Not Found")
    assert crawls.frontier.pages.offer([page("a")], NOW) == {"known": 1}
    assert crawls.frontier.pages.offer([page("a", named=True)], NOW) == {"again": 1}


def test_another_address_of_a_page_is_done_with_it(crawls: Crawls) -> None:
    crawls.begin()
    crawls.frontier.pages.offer([page("old"), page("new")], NOW)
    (old,) = crawls.pages(most=1)
    crawls.frontier.pages.done(old, OK, None)
    crawls.frontier.pages.alias(old, "https://outlet.test/new", OK)
    crawls.frontier.pages.alias(old, "https://outlet.test/newest", OK)
    assert crawls.names() == []
    assert crawls.row("newest")["state"] == "done"
    crawls.frontier.pages.refetch(everything)
    assert crawls.names() == ["old"], "its other addresses come with it"


def test_a_source_is_read_once_a_round(crawls: Crawls) -> None:
    round_ = crawls.begin()
    lease = crawls.source()
    assert lease and lease.url == FEED.url and crawls.source() is None
    crawls.frontier.sources.read(lease, OK, RULES, round_)
    assert crawls.source() is None
    crawls.end("shutdown")
    assert crawls.begin(at=NOW + timedelta(minutes=5)) == round_, "it goes on with what was interrupted"
    assert crawls.source() is None
    crawls.end()
    assert crawls.begin(at=NOW + timedelta(minutes=10)) != round_
    again = crawls.source()
    assert again and (again.etag, again.rules) == ('"1"', RULES)
    crawls.end("shutdown")
    late = NOW + timedelta(hours=2)
    assert crawls.begin(at=late) == crawls.crawl, "too late to go on with it"


def test_a_source_that_the_file_names_no_more_is_not_asked(crawls: Crawls) -> None:
    crawls.begin()
    crawls.end()
    crawls.begin(SourceEntry("sitemap", "https://outlet.test/map.xml"))
    leases = [crawls.source(), crawls.source()]
    assert [lease and lease.url for lease in leases] == ["https://outlet.test/map.xml", None]


INDEX = SourceEntry("sitemap", "https://outlet.test/index.xml")
PART = "https://outlet.test/part.xml"


def led_on(crawls: Crawls, lastmod: str | None, at: datetime, rules: str = RULES) -> bool:
    """Whether the index, read now, leads on to its part."""
    crawls.end()
    round_ = crawls.begin(INDEX, at=at)
    index = crawls.source()
    assert index and index.url == INDEX.url
    index = replace(index, rules=rules)
    crawls.frontier.sources.read(index, OK, rules, round_)
    crawls.frontier.sources.add_document(index, PART, lastmod, at)
    if part := crawls.source():
        crawls.frontier.sources.read(part, OK, rules, round_)
    return part is not None


def test_a_part_of_an_index_is_read_where_it_may_have_changed(crawls: Crawls) -> None:
    hours: Iterator[datetime] = (NOW + timedelta(hours=2 * n) for n in range(99))
    assert led_on(crawls, "2026-05-01", next(hours))
    assert not led_on(crawls, "2026-05-01", next(hours)), "the index dates it, and it is the same date"
    assert led_on(crawls, "2026-05-02", next(hours))
    assert led_on(crawls, None, next(hours)), "undated, it must be asked whether it changed"
    assert led_on(crawls, None, next(hours))
    assert led_on(crawls, "2026-05-02", next(hours), rules="other"), "the outlet's rules for links changed"


def as_before(kind: str, lastmod: str | None) -> Callable[[Crawls], bool]:
    """Whether a document that has not changed has what it leads to read."""

    def run(crawls: Crawls) -> bool:
        door = SourceEntry(kind, f"https://outlet.test/{kind}")  # type: ignore[arg-type]
        round_ = crawls.begin(door)
        first = crawls.source()
        assert first
        crawls.frontier.sources.add_document(first, PART, lastmod, NOW)
        crawls.frontier.sources.read(first, OK, RULES, round_)
        part = crawls.source()
        assert part
        crawls.frontier.sources.read(part, OK, RULES, round_)
        crawls.end()
        crawls.begin(door, at=NOW + timedelta(days=1))
        again = crawls.source()
        assert again
        crawls.frontier.sources.add_known_documents(again, NOW)
        return crawls.source() is not None

    return run


def test_what_an_unchanged_source_leads_to(crawls: Crawls) -> None:
    assert not as_before("sitemap", "2026-05-01")(crawls)


def test_what_an_unchanged_index_does_not_date_is_asked(crawls: Crawls) -> None:
    assert as_before("sitemap", None)(crawls)


def test_an_unchanged_listing_is_not_walked_again(crawls: Crawls) -> None:
    assert not as_before("listing", None)(crawls)


def test_a_listing_is_walked_to_where_it_was_read_before(crawls: Crawls) -> None:
    door = SourceEntry("listing", "https://outlet.test/list")
    crawls.begin(door)
    first = crawls.source()
    assert first
    assert crawls.frontier.sources.add_document(first, f"{first.url}?p=2", None, NOW, news=False), (
        "never read"
    )
    assert not crawls.frontier.sources.add_document(first, first.url, None, NOW), "back to itself"
    crawls.frontier.sources.read(first, OK, RULES, crawls.crawl)
    second = crawls.source()
    assert second and second.depth == 2 and second.source == door.url
    crawls.frontier.sources.read(second, OK, RULES, crawls.crawl)
    crawls.end()
    crawls.begin(door)
    first = crawls.source()
    assert first
    assert not crawls.frontier.sources.add_document(first, second.url, None, NOW, news=False)
    assert crawls.frontier.sources.add_document(first, second.url, None, NOW, news=True)


def test_a_poll_sorts_nothing(crawls: Crawls) -> None:
    """What is next is read from an index in its order, however many pages are pending."""
    crawls.begin()
    crawls.frontier.pages.offer([page(f"{number}") for number in range(3)], NOW)
    for lease in crawls.pages(most=2):
        crawls.frontier.pages.put_off(lease, "busy", NOW + timedelta(hours=1))
    statements: list[str] = []
    crawls.store.db.conn.set_trace_callback(statements.append)
    assert crawls.source()
    assert crawls.frontier.pages.next_due(everything) == NOW + timedelta(hours=1)
    assert crawls.frontier.pages.count_due(NOW, everything, 9) == 1
    assert crawls.frontier.pages.count_later(NOW)[0] == 2
    assert len(crawls.pages()) == 1
    crawls.store.db.conn.set_trace_callback(None)
    polls = [statement for statement in statements if statement.startswith("select")]
    assert len(polls) >= 6
    for statement in polls:
        steps = [row[3] for row in crawls.store.db.execute(f"explain query plan {statement}")]
        assert not [step for step in steps if "TEMP B-TREE" in step or step.startswith("SCAN")], statement


PLAN = (timedelta(days=1), timedelta(days=7))
SITEMAP = "https://outlet.test/sitemap.xml"


def sitemap_lease(url: str = SITEMAP) -> Lease:
    return Lease(1, url, "sitemap", source=SITEMAP)


def fetched(crawls: Crawls, *names: str, again: datetime | None = None) -> None:
    """Pages that a sitemap lists and that are fetched."""
    crawls.begin()
    crawls.frontier.pages.offer([page(name) for name in names], NOW, sitemap_lease())
    for lease in crawls.pages():
        crawls.frontier.pages.done(lease, OK, again)
    crawls.end()


def test_what_left_its_sitemap_is_looked_at_by_the_revisit_plan(crawls: Crawls) -> None:
    fetched(crawls, "a", "b")
    later = NOW + timedelta(days=90)
    crawls.begin(at=later)
    crawls.frontier.pages.left(SITEMAP, {"https://outlet.test/a"}, later, PLAN)
    assert crawls.row("a")["left_at"] is None
    left = crawls.row("b")
    assert (left["left_at"], left["listed_in"]) == (stamp(later), None)
    assert crawls.names(later) == []
    (lease,) = crawls.pages(later + timedelta(days=1))
    assert lease.left_at == later
    crawls.frontier.pages.done(lease, OK, None)
    crawls.frontier.pages.left(SITEMAP, {"https://outlet.test/a"}, later + timedelta(days=2), PLAN)
    assert crawls.row("b")["not_before"] is None, "it left only once"


def test_what_waits_for_its_next_look_anyway_keeps_its_time(crawls: Crawls) -> None:
    soon = NOW + timedelta(hours=1)
    fetched(crawls, "a", again=soon)
    crawls.frontier.pages.left(SITEMAP, (), NOW, PLAN)
    assert crawls.row("a")["not_before"] == stamp(soon)


def test_what_another_sitemap_lists_has_not_left(crawls: Crawls) -> None:
    fetched(crawls, "a")
    second = "https://outlet.test/sitemap2.xml"
    crawls.frontier.pages.left(SITEMAP, (), NOW, PLAN)
    assert crawls.frontier.pages.offer([page("a")], NOW, sitemap_lease(second)) == {"known": 1}
    row = crawls.row("a")
    assert (row["listed_in"], row["left_at"]) == (second, None)
    crawls.frontier.pages.left(SITEMAP, (), NOW, PLAN)
    assert crawls.row("a")["left_at"] is None


def test_a_missing_page_that_is_listed_again_is_asked_for_again(crawls: Crawls) -> None:
    fetched(crawls, "a", "b")
    crawls.begin()
    crawls.frontier.pages.refetch(lambda lease: lease.url.endswith("/a"))
    (lease,) = crawls.pages()
    again = NOW + timedelta(days=1)
    crawls.frontier.pages.missing(lease, Answer(NOW, 404), again, "HTTP 404 Not Found")
    row = crawls.row("a")
    assert (row["state"], row["left_at"], row["not_before"]) == ("done", stamp(NOW), stamp(again))
    assert crawls.frontier.pages.offer([page("a")], NOW, sitemap_lease()) == {"known": 1}, (
        "a sitemap that goes on listing it brings nothing back"
    )
    crawls.frontier.pages.left(SITEMAP, (), NOW, PLAN)
    verdicts = crawls.frontier.pages.offer([page("a"), page("b")], NOW, sitemap_lease())
    assert verdicts == {"again": 1, "known": 1}
    assert crawls.names() == ["a"]


def test_the_sitemaps_that_an_index_names_no_more_are_known(crawls: Crawls) -> None:
    crawls.begin(SourceEntry("sitemap", SITEMAP))
    index = crawls.source()
    assert index
    for number in (1, 2):
        crawls.frontier.sources.add_document(index, f"https://outlet.test/part{number}.xml", None, NOW)
    parts = {"https://outlet.test/part1.xml", "https://outlet.test/part2.xml"}
    assert crawls.frontier.sources.documents_left(index, parts) == []
    assert crawls.frontier.sources.documents_left(index, {"https://outlet.test/part2.xml"}) == [
        "https://outlet.test/part1.xml"
    ]


def test_a_crawl_takes_a_page_when_it_leases_it(crawls: Crawls) -> None:
    fetched(crawls, "a")
    url = "https://outlet.test/a"
    crawls.begin()
    assert not crawls.frontier.pages.is_taken(url, crawls.crawl), "an earlier crawl fetched it"
    crawls.frontier.pages.refetch(everything)
    assert not crawls.frontier.pages.is_taken(url, crawls.crawl)
    (lease,) = crawls.pages()
    assert crawls.frontier.pages.is_taken(url, crawls.crawl)
    crawls.frontier.pages.done(lease, OK, None)
    assert crawls.frontier.pages.is_taken(url, crawls.crawl)


@pytest.mark.parametrize("key", [url_key("https://outlet.test/gone"), outlet_key("outlet")])
def test_a_removed_page_is_not_taken(crawls: Crawls, key: str) -> None:
    crawls.begin()
    row = {"key": key, "url": None, "why": "asked", "removed_at": stamp(NOW)}
    crawls.store.insert("tombstones", row)
    assert crawls.frontier.pages.offer([page("gone", named=True)], NOW) == {"removed": 1}
    assert crawls.names() == []
    fresh = crawls.frontier.pages.offer([page("fresh")], NOW)
    assert fresh == ({"taken": 1} if key == url_key("https://outlet.test/gone") else {"removed": 1})
