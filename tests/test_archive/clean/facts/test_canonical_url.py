"""The article key: the canonical address where it can be believed."""

from __future__ import annotations

import pytest

from archive.clean.facts.canonical_url import article_url
from archive.urls import registered_domain, strip_tracking
from tests.test_archive.clean.fact_pages import page

OWN = "https://www.lantern.example/film/tide?id=7&utm_source=x#top"
STRIPPED = "https://www.lantern.example/film/tide?id=7"


def canonical(href: str, url: str = OWN) -> str:
    return article_url(page(head=f'<link rel="canonical" href="{href}">', url=url))


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://lantern.example/film/tide", "https://lantern.example/film/tide"),
        ("/film/tide", "https://www.lantern.example/film/tide"),
        (
            "https://WWW.lantern.example:443/film/tide?utm_medium=rss#x",
            "https://www.lantern.example/film/tide",
        ),
        ("https://film.lantern.example/tide", "https://film.lantern.example/tide"),
        ("https://elsewhere.example/film/tide", STRIPPED),
        ("https://www.lantern.example/", STRIPPED),
        ("/en/", STRIPPED),
        ("/film/tide/page/2/", STRIPPED),
        ("javascript:void(0)", STRIPPED),
        ("https://[broken/", STRIPPED),
        ("", STRIPPED),
    ],
)
def test_a_canonical_address_is_believed_if_it_can_be(href: str, expected: str) -> None:
    assert canonical(href) == expected


def test_amp_is_folded_where_the_canonical_says_so() -> None:
    assert canonical(
        "https://www.lantern.example/film/tide", "https://www.lantern.example/film/tide/amp"
    ) == ("https://www.lantern.example/film/tide")


def test_a_number_below_p_at_the_root_is_an_article() -> None:
    own = "https://www.lantern.example/p/5"
    assert canonical(own, f"{own}/amp") == own
    paged = "https://www.lantern.example/film/tide/p/2"
    assert canonical("https://www.lantern.example/film/tide", paged) == paged


def test_pages_of_one_article_stay_apart() -> None:
    second = "https://www.lantern.example/film/tide?page=2"
    assert canonical("https://www.lantern.example/film/tide", second) == second


def test_og_url_and_the_link_header_say_it_too() -> None:
    og = page(head='<meta property="og:url" content="https://www.lantern.example/film/tide">', url=OWN)
    assert article_url(og) == "https://www.lantern.example/film/tide"
    header = {"link": '<https://www.lantern.example/tide>; rel="canonical"'}
    assert article_url(page(url=OWN, headers=header)) == "https://www.lantern.example/tide"


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("http://127.0.0.2:8000/a", "http://127.0.0.2:8000/b", True),
        ("http://127.0.0.2:8000/a", "http://127.0.0.3:8000/b", False),
        ("http://localhost/a", "http://localhost/b", True),
        ("https://one.blogspot.com/a", "https://two.blogspot.com/b", False),
        ("https://a.co.uk/a", "https://b.co.uk/b", False),
    ],
)
def test_an_owner_is_a_registered_domain(url: str, other: str, same: bool) -> None:
    assert canonical(other, url) == (other if same else url)


# What courlan's own cleaning of a query drops, and what chooses the page: it finds beginnings of names and
# words in names, drops parameters without a value, sorts the others, and keeps the fragment.
@pytest.mark.parametrize(
    "query",
    [
        "ref=1001", "ref=1002", "ref_id=7", "game=12", "gallery=5", "glossary=a", "cid=3", "story_cid=3",
        "eid=9", "uid=4", "keyword=heist", "session=2", "source=paper", "source_id=1", "medium=film",
        "reference=8", "refinement=x", "campaign=moon", "glass=1&art=2", "print", "b=2&a=1", "q=a%20b",
    ],
)  # fmt: skip
def test_a_parameter_that_chooses_the_page_stays(query: str) -> None:
    assert (
        strip_tracking(f"https://lantern.example/a?{query}#respond") == f"https://lantern.example/a?{query}"
    )


@pytest.mark.parametrize(
    "name",
    [
        "utm_source", "fbclid", "gclid", "yclid", "mc_eid", "_ga", "_gl", "pk_kwd", "mtm_group", "vero_id",
        "itm_term", "clickid", "partnerid", "gbraid", "xtor", "ref_src", "aff_id", "referrer", "igsh",
        "at_medium", "ncid",
    ],
)  # fmt: skip
def test_a_parameter_of_a_campaign_goes(name: str) -> None:
    assert strip_tracking(f"https://lantern.example/?p=1&{name}=x") == "https://lantern.example/?p=1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "HTTPS://Www.Lantern.Example:443/Film?A=1&utm_campaign=x&fbclid=y&b=2#c",
            "https://www.lantern.example/Film?A=1&b=2",
        ),
        ("https://lantern.example?ref=home", "https://lantern.example/"),
        ("https://lantern.example/?p=12&replytocom=3", "https://lantern.example/?p=12"),
        ("http://127.0.0.2:8000/a?gclid=1", "http://127.0.0.2:8000/a"),
        ("http://[::1]:80/a", "http://[::1]/a"),
        (
            "https://lantern.example/a?refinement=x&shareholder=y",
            "https://lantern.example/a?refinement=x&shareholder=y",
        ),
        ("https://lantern.example/a?q=a%20b&q=c", "https://lantern.example/a?q=a%20b&q=c"),
        ("mailto:ann@lantern.example", "mailto:ann@lantern.example"),
        ("https://lantern.example:port/", "https://lantern.example:port/"),
        ("", ""),
    ],
)
def test_strip_tracking(url: str, expected: str) -> None:
    assert strip_tracking(url) == expected
    assert strip_tracking(expected) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("A.Example.", "a.example"),
    ],
)
def test_registered_domain(host: str, expected: str) -> None:
    assert registered_domain(host) == expected
