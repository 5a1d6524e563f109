"""What a rule reads from a page, and that the generic reading stands where it reads nothing."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.clean.article import clean
from archive.clean.page.read import read_page
from archive.clean.site_rule import read_rule_facts
from archive.clean.site_rule_text import matched_keys
from archive.model import NO_MANUAL_CUTS, Capture, ManualCuts
from archive.rules.load import load_rules
from archive.rules.model import SiteRule

Make = Callable[..., Capture]


@pytest.fixture
def rule(write: Callable[..., Path], make_capture: Make) -> SiteRule:
    found = load_rules(write().parent).rule_for(make_capture())
    assert found
    return found


def test_generic_reading_gets_this_page_wrong(make_capture: Make) -> None:
    """Without this, the tests below could not fail."""
    article = clean(make_capture())
    assert not article.title or article.title.value != "The Lantern Hour keeps its nerve"
    assert "Words: Ada Quill" in article.text
    assert article.review.rating is None


def test_every_key_is_read_and_says_so(make_capture: Make, rule: SiteRule) -> None:
    article = clean(make_capture(), rules=rule)
    assert article.title and (article.title.value, article.title.source) == (
        "The Lantern Hour keeps its nerve",
        "rule",
    )
    assert article.authors and [a.name for a in article.authors.value] == ["Ada Quill", "Bo Reyes"]
    assert (article.authors.source, article.authors.raw) == ("rule", "Words: Ada Quill & Bo Reyes")
    assert article.published and article.published.source == "rule"
    assert (article.published.value.iso(), article.published.value.precision) == ("2024-03-03", "day")
    rating = article.review.rating
    assert rating and rating.source == "rule"
    assert (rating.raw, rating.value.value, rating.value.best, rating.value.score) == ("3", 3.0, 4.0, 75.0)
    assert article.review.work is None or article.review.work.value.medium == "tv"
    assert [line.split()[0] for line in article.text.splitlines()] == ["The", "Its", "Where"]
    assert article.gate.is_article


def test_the_same_rule_gives_the_same_article_anywhere(make_capture: Make, rule: SiteRule) -> None:
    page = make_capture()
    before = clean(page)
    copy: SiteRule = pickle.loads(pickle.dumps(rule))
    assert clean(page, rules=rule) == clean(page, rules=copy) != before
    assert clean(page) == before == clean(page, rules=None)


def test_the_tree_is_left_as_it_is(make_capture: Make, rule: SiteRule) -> None:
    from lxml import etree

    page = read_page(make_capture())
    before = etree.tostring(page.tree)
    read_rule_facts(page, rule)
    matched_keys(page, rule)
    assert etree.tostring(page.tree) == before


STAR = "<i class='star'></i>"
KEYS = ("text", "title", "author", "date", "rating")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("//meta/@content", "Hour by hour"),
        ("//meta", "Hour by hour"),
        ("//h1", "Hour by hour | The Lantern"),  # as it is shown
        ("//h1/text()", "Hour by hour | The Lantern"),
        ("concat(//h1/@id, ': ', //i)", "x: Hour"),
    ],
)
def test_titles(make_capture: Make, path: str, title: str) -> None:
    shown = "Hour by hour | The Lantern"
    page = read_page(
        make_capture(
            f"<html><head><meta property='og:title' content='{shown}'></head>"
            f"<body><h1 id='x'>{shown}</h1><i>Hour</i></body></html>"
        )
    )
    reading = read_rule_facts(page, SiteRule(title=(path,))).title
    assert reading and (reading.value, reading.source) == (title, "rule")


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_matches_nothing_falls_back_alone(make_capture: Make, key: str) -> None:
    rules = SiteRule(**{name: ("//nowhere",) if name == key else () for name in KEYS})  # type: ignore[arg-type]
    assert clean(make_capture(), rules=rules) == clean(make_capture())
    assert matched_keys(read_page(make_capture()), rules) == {key: False}


def test_a_new_template_is_read_generically(rule: SiteRule, make_capture: Make) -> None:
    prose = "".join(
        f"<p>The third episode of the series is the {n}th best, and the cast knows it well.</p>"
        for n in range(9)
    )
    page = (
        f"<html><head><title>New look</title></head><body><main><h1>New look</h1>{prose}</main></body></html>"
    )
    article = clean(make_capture(page), rules=rule)
    assert article == clean(make_capture(page)) and article.text.count("\n") == 8
    assert article.title and article.title.source == "h1"


def test_strip_alone_leaves_the_rest_to_generic_reading(make_capture: Make) -> None:
    prose = "".join(
        f"<p>The {n}th episode of the series holds what the first one promised to us.</p>" for n in range(9)
    )
    sale = "<p class='x'>Our shop has a sale until the end of the month, on all sets.</p>"
    page = f"<html><body><article><h1>A title</h1>{prose}{sale}</article>"
    assert "sale until" in clean(make_capture(page)).text
    article = clean(make_capture(page), rules=SiteRule(strip=("//p[@class='x']",)))
    assert "sale until" not in article.text and article.text.count("\n") == 8


def test_what_a_rule_leaves_out_is_counted(make_capture: Make, rule: SiteRule) -> None:
    """Words of the outermost stripped elements: `3 of 4`, the credit, the date and the desk."""
    assert clean(make_capture(), rules=rule).manual_cuts == ManualCuts(True, 3 + 6 + 2 + 1)
    assert clean(make_capture(), rules=SiteRule(strip=("//p", "//body", "//u"))).manual_cuts.chosen is False
    assert clean(make_capture(), rules=SiteRule(title=("//h3",))).manual_cuts == NO_MANUAL_CUTS


def test_what_is_stripped_can_still_be_read_for_facts(make_capture: Make) -> None:
    rules = SiteRule(strip=("//div[@class='mark']",), rating=("//div[@class='mark']/b",), scale=4.0)
    rating = clean(make_capture(), rules=rules).review.rating
    assert rating and rating.value.score == 75.0


def test_text_of_nested_and_bare_matches(make_capture: Make) -> None:
    page = (
        "<html><body><div class='a'><div class='a'>One line here.</div> tail</div>"
        "out<span class='a'>Two.</span></body></html>"
    )
    assert clean(make_capture(page), rules=SiteRule(text=("//*[@class='a']",), prune=False)).text == (
        "One line here.\ntail\nTwo."
    )
    assert clean(make_capture(page), rules=SiteRule(text=("//span/text()",), prune=False)).text == "Two."


@pytest.mark.parametrize(
    ("markup", "path", "scale", "expected"),
    [
        ("<b>7</b>", "//b", 10.0, (7.0, 10.0, "points")),
        ("<b>7</b>", "//b", (), (7.0, None, "points")),
        ("<b>3,5</b>", "//b", 5.0, (3.5, 5.0, "points")),
        ("<b>4/5</b>", "//b", (), (4.0, 5.0, "points")),
        ("<b>4/10</b>", "//b", 5.0, (4.0, 5.0, "points")),  # the outlet's label is known to be wrong
        ("<b>Our verdict: 82%</b>", "//b", (), (82.0, 100.0, "percent")),
        ("<b>B+</b>", "//b", (), (None, None, "letter")),
        ("<b>★★★½☆</b>", "//b", (), (3.5, 5.0, "stars")),
        ("<b aria-label='Rated 4.5 out of 5'></b>", "//b", (), (4.5, 5.0, "points")),
        ("<b data-n='8'></b>", "//b/@data-n", 10.0, (8.0, 10.0, "points")),
        (
            f"<b>{2 * STAR}<i class='star-half'></i><i class='star-empty'></i></b>",
            "//b",
            (),
            (2.5, 4.0, "stars"),
        ),
        ("<meta itemprop='x' content='6'>", "//meta[@itemprop]", 10.0, (6.0, 10.0, "points")),
    ],
)
def test_ratings(make_capture: Make, markup: str, path: str, scale: Any, expected: tuple[Any, ...]) -> None:
    page = read_page(make_capture(f"<html><body><p>{markup}</p></body></html>"))
    reading = read_rule_facts(page, SiteRule(rating=(path,), scale=scale)).rating
    assert reading and reading.source == "rule"
    assert (reading.value.value, reading.value.best, reading.value.scale) == expected


@pytest.mark.parametrize(("markup", "scale"), [("<b>12</b>", 10.0), ("<b>soon</b>", ()), ("<b></b>", 5.0)])
def test_no_rating_rather_than_a_wrong_one(make_capture: Make, markup: str, scale: Any) -> None:
    page = read_page(make_capture(f"<html><body>{markup}</body></html>"))
    assert read_rule_facts(page, SiteRule(rating=("//b",), scale=scale)).rating is None


def test_a_scale_completes_what_generic_reading_found(make_capture: Make) -> None:
    page = "<html><head><title>Review: Hour</title></head><body><h1>Review: Hour</h1><p>Rating: 3 stars</p>"
    bare = clean(make_capture(page)).review.rating
    full = clean(make_capture(page), rules=SiteRule(scale=4.0)).review.rating
    assert bare and full and bare.value.best is None
    assert (full.value.best, full.value.score, full.source) == (4.0, 75.0, bare.source)


@pytest.mark.parametrize(
    ("markup", "iso"),
    [
        ("<i>3 March 2024</i>", "2024-03-03"),
        ("<i><time datetime='2024-03-03T10:00:00+01:00'>today</time></i>", "2024-03-03T10:00:00+01:00"),
        ("<i>Posted on 2024-03-03 by A</i>", "2024-03-03"),
        ("<i>2 days ago</i>", "2024-03-03"),
        ("<i>03/04/2024</i>", None),  # April or March: nobody can say
        ("<i>© 2024</i>", None),
    ],
)
def test_dates(make_capture: Make, markup: str, iso: str | None) -> None:
    page = read_page(make_capture(f"<html lang='en'><body>{markup}</body></html>"))
    reading = read_rule_facts(page, SiteRule(date=("//i",))).published
    assert (reading.value.iso() if reading else None) == iso


@pytest.mark.parametrize(
    ("label", "medium"),
    [("TV", "tv"), ("Film reviews", "film"), ("Bücher", "book"), ("Film & TV", None), ("Opinion", None)],
)
def test_media_by_their_labels(make_capture: Make, label: str, medium: str | None) -> None:
    page = read_page(make_capture(f"<html><body><i>{label}</i></body></html>"))
    assert read_rule_facts(page, SiteRule(medium=("//i",))).medium == medium


def test_the_medium_of_a_rule_is_that_of_the_work(make_capture: Make) -> None:
    data = '{"@type": "Review", "itemReviewed": {"@type": "Movie", "name": "Hour"}}'
    page = (
        f"<html><body><script type='application/ld+json'>{data}</script><h1>Hour, reviewed</h1></body></html>"
    )
    plain, ruled = (clean(make_capture(page), rules=rules) for rules in (None, SiteRule(medium="stage")))
    assert plain.review.work and plain.review.work.value.medium == "film"
    assert ruled.review.work and ruled.review.work.value.medium == "stage"


def test_plain_text_has_no_paths(make_capture: Make, rule: SiteRule) -> None:
    page = Capture(
        "https://lantern.example/a.txt",
        make_capture().captured_at,
        b"A title\n\nBy Ann Lee\n\nProse.",
        content_type="text/plain",
    )
    assert clean(page, rules=rule) == clean(page)
