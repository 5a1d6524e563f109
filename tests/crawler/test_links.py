"""What is fetched: the key of a URL, and the agenda that takes each page once."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from archive.model import Hint
from crawler.discovery.agenda import ENOUGH, Agenda
from crawler.discovery.doors import Door, Doors, doors_of
from crawler.discovery.links import Link, Onward, fetch_key
from crawler.outlets import Listing, Outlet, Section

HOST = "https://outlet.test"
OUTLET = Outlet(
    "outlet", "Outlet", f"{HOST}/", Path("outlet.toml"), feeds=(f"{HOST}/feed",), hosts=("outlet.test",)
)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (f"{HOST}/a?utm_source=x&id=7&fbclid=1#respond", f"{HOST}/a?id=7"),
        (f" {HOST}/a ", f"{HOST}/a"),
        ("HTTPS://OUTLET.test:443/A", f"{HOST}/A"),
        ("http://outlet.test/a", "http://outlet.test/a"),
        ("https://www.outlet.test/a", "https://www.outlet.test/a"),
        (f"{HOST}/a/", f"{HOST}/a/"),
        (f"{HOST}/?b=2&a=1", f"{HOST}/?b=2&a=1"),
        ("ftp://outlet.test/a", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("javascript:void(0)", None),
        ("https://user:word@outlet.test/a", None),
        ("https://user@outlet.test/a", None),
        ("https://", None),
        ("/a", None),
        ("http://[bad/", None),
        (f"{HOST}/{'a' * 2000}", None),
    ],
)
def test_fetch_key(url: str, key: str | None) -> None:
    assert fetch_key(url) == key


def taken(agenda: Agenda) -> list[str]:
    return [key for key in iter(agenda.next, None) if key]


def test_a_page_is_taken_once() -> None:
    agenda = Agenda(OUTLET)
    verdicts = [
        agenda.offer(Link(url))
        for url in (f"{HOST}/a", f"{HOST}/a?utm_medium=rss", f"{HOST}/b", f"{HOST}/a#x")
    ]
    assert verdicts == ["taken", "known", "taken", "known"]
    assert taken(agenda) == [f"{HOST}/a", f"{HOST}/b"]
    assert agenda.offer(Link(f"{HOST}/a")) == "known", "after it was handed out, too"


def test_what_the_outlet_does_not_accept_is_refused() -> None:
    agenda = Agenda(replace(OUTLET, skip=(re.compile("/tag/"),)))
    for url in (f"{HOST}/feed", f"{HOST}/tag/x", "https://other.test/a", "mailto:a@outlet.test"):
        assert agenda.offer(Link(url)) == "refused"
    assert agenda.offer(Link(f"{HOST}/tag/x"), given=True) == "taken"


def test_the_first_hint_is_kept_and_a_later_door_may_give_one() -> None:
    agenda = Agenda(OUTLET)
    feed, sitemap = Hint("feed", title="One"), Hint("sitemap", published="2024-05-07")
    agenda.offer(Link(f"{HOST}/a", feed))
    agenda.offer(Link(f"{HOST}/a", sitemap))
    agenda.offer(Link(f"{HOST}/b"))
    agenda.next()
    agenda.next()
    agenda.offer(Link(f"{HOST}/b", sitemap))
    assert agenda.answered(f"{HOST}/a") == feed
    assert agenda.answered(f"{HOST}/b") == sitemap
    agenda.offer(Link(f"{HOST}/b", feed))
    assert agenda.answered(f"{HOST}/b") is None, "nothing is kept for a page that was answered"


def test_limits_of_sections_and_of_the_crawl() -> None:
    outlet = replace(OUTLET, sections=(Section("/film", limit=2), Section("/music")))
    agenda = Agenda(outlet)
    offered = [f"{HOST}/{path}" for path in ("film/1", "film/2", "film/3", "music/1", "food/1")]
    assert [agenda.offer(Link(url)) for url in offered] == [
        "taken",
        "taken",
        "over limit",
        "taken",
        "refused",
    ]
    assert agenda.wants_more

    agenda = Agenda(outlet, limit=1)
    assert [agenda.offer(Link(url)) for url in offered[:2]] == ["taken", "over limit"]
    assert not agenda.wants_more

    agenda = Agenda(outlet, section="/music/")
    assert [agenda.offer(Link(url)) for url in offered] == [
        "refused",
        "refused",
        "refused",
        "taken",
        "refused",
    ]


def test_no_more_doors_while_enough_pages_wait() -> None:
    agenda = Agenda(OUTLET)
    for number in range(ENOUGH):
        assert agenda.wants_more
        agenda.offer(Link(f"{HOST}/{number}"))
    assert not agenda.wants_more
    assert agenda.next() and agenda.wants_more


def test_doors_lead_on_once_and_within_bounds() -> None:
    listing = Listing(f"{HOST}/reviews", next="a.next", pages=3)
    doors = Doors(doors_of(replace(OUTLET, listings=(listing,))))
    assert doors.next() == Door("feeds", f"{HOST}/feed")
    assert doors.next() is None, "one at a time"
    doors.shut()
    first = doors.next()
    assert first == Door("listings", f"{HOST}/reviews", listing)
    assert doors.lead_on(first, Onward(f"{HOST}/reviews")) is None, "back to itself"
    assert doors.lead_on(first, Onward("mailto:x")) is None
    assert doors.lead_on(first, Onward(f"{HOST}/reviews?page=2")) == f"{HOST}/reviews?page=2"
    assert doors.lead_on(first, Onward(f"{HOST}/reviews?page=2")) is None
    doors.shut()
    second = doors.next()
    assert second and doors.lead_on(second, Onward(f"{HOST}/reviews?page=3"))
    doors.shut()
    third = doors.next()
    assert third and doors.lead_on(third, Onward(f"{HOST}/reviews?page=4")) is None, "three pages at most"
    doors.shut()
    assert doors.next() is None and not doors.reading
