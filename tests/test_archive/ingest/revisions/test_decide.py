"""What a capture means for its article, as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive.db.rows import article_facts
from archive.ingest.revisions.decide import (
    Decision,
    decide,
    lost_facts,
    merge_facts,
    text_state,
)
from archive.ingest.revisions.worse_facts import SameText
from archive.model import (
    NO_MANUAL_CUTS,
    Article,
    Author,
    Capture,
    Gate,
    ManualCuts,
    Moment,
    Rating,
    Reading,
    Review,
    Work,
)

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
LONG = " ".join(["word"] * 400)
URL = "https://reel.example/a"


def page(status: int = 200, days: float = 0) -> Capture:
    return Capture(URL, NOON + timedelta(days=days), b"", status)


def article(text: str = LONG, **fields: object) -> Article:
    return replace(Article(URL, text, Gate("article", True)), **fields)


def dated(iso: str, precision: str = "day") -> Reading[Moment]:
    return Reading(Moment(datetime.fromisoformat(iso).replace(tzinfo=UTC), precision), "meta", iso)


LISTING = Gate("listing", False, reasons=("many links",))
COMPLETE = text_state(article(), page())
PAYWALLED = text_state(article("The first lines.", status="paywalled"), page())

CASES = {
    # current, article, capture, expected
    "first sight": (None, article(), page(), ("new", True)),
    "first sight, an error": (None, None, page(404), ("not_article", False)),
    "first sight, an error with prose": (None, article(), page(500), ("not_article", False)),
    "first sight, a listing": (None, article(gate=LISTING), page(), ("not_article", False)),
    "first sight, empty": (None, article(" \n"), page(), ("not_article", False)),
    "first sight, paywalled": (None, article(status="paywalled"), page(), ("new", True)),
    "the same": (COMPLETE, article(), page(days=1), ("same", False)),
    "the same, older": (COMPLETE, article(), page(days=-1), ("same", False)),
    "longer": (COMPLETE, article(LONG + " more"), page(days=1), ("changed", True)),
    "somewhat shorter": (COMPLETE, article(LONG[:1200]), page(days=1), ("changed", True)),
    "just half": (COMPLETE, article(LONG[:999]), page(days=1), ("changed", True)),
    "less than half": (COMPLETE, article(LONG[:990]), page(days=1), ("worse", False)),
    "less than half, and says that it was updated": (
        COMPLETE,
        article(LONG[:990], updated=dated("2026-03-16")),
        page(days=1),
        ("changed", True),
    ),
    "an error later": (COMPLETE, None, page(503, 1), ("worse", False)),
    "forbidden later": (COMPLETE, None, page(403, 1), ("worse", False)),
    "not found later": (COMPLETE, None, page(404, 1), ("gone", False)),
    "gone later": (COMPLETE, None, page(410, 1), ("gone", False)),
    "a listing later": (COMPLETE, article(gate=LISTING), page(days=1), ("worse", False)),
    "empty later": (COMPLETE, article(""), page(days=1), ("worse", False)),
    "paywalled later": (COMPLETE, article(LONG + " x", status="paywalled"), page(days=1), ("worse", False)),
    "truncated later": (COMPLETE, article(LONG + " x", status="truncated"), page(days=1), ("worse", False)),
    "complete after paywalled": (PAYWALLED, article(), page(days=1), ("changed", True)),
    "complete but shorter after paywalled": (
        text_state(article(status="paywalled"), page()),
        article("All of it."),
        page(days=1),
        ("changed", True),
    ),
    "paywalled twice": (
        PAYWALLED,
        article("Other lines.", status="paywalled"),
        page(days=1),
        ("changed", True),
    ),
    "older": (COMPLETE, article(LONG + " older"), page(days=-1), ("changed", False)),
    "older and complete, where the later one is paywalled": (
        PAYWALLED,
        article(),
        page(days=-1),
        ("changed", True),
    ),
    "older and long, where the later one is a stump": (
        text_state(article("A stump."), page()),
        article(),
        page(days=-1),
        ("changed", True),
    ),
    "older and paywalled": (
        COMPLETE,
        article("First lines.", status="paywalled"),
        page(days=-1),
        ("changed", False),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_decide(case: tuple) -> None:
    current, read, capture, expected = case
    decision = decide(current, read, capture)
    assert (decision.outcome, decision.becomes_current) == expected
    assert decision.newer == (capture.captured_at >= NOON)


@pytest.mark.parametrize(
    ("read", "capture", "page_type", "reason"),
    [
        (None, page(410), "error", "HTTP 410"),
        (article(gate=LISTING), page(), "listing", "many links"),
        (article(gate=Gate("forum", False)), page(), "forum", "looks like forum"),
        (article(""), page(), "empty", "no text"),
    ],
)
def test_says_what_a_page_is_and_why(
    read: Article | None, capture: Capture, page_type: str, reason: str
) -> None:
    decision = decide(None, read, capture)
    assert (decision.page_type, decision.reason) == (page_type, reason)
    outcome = "gone" if capture.status == 410 else "worse"
    assert decide(COMPLETE, read, capture) == Decision(outcome, reason, page_type)


def test_worse_says_by_how_much() -> None:
    assert decide(COMPLETE, article("Two words"), page(days=1)).reason == "2 words after 400"
    assert decide(COMPLETE, article(status="excerpt"), page(days=1)).outcome == "same"


@pytest.mark.parametrize(
    ("manual_cuts", "outcome"),
    [
        (ManualCuts(chosen=True), "changed"),  # a rule points at these few words
        (ManualCuts(words=300), "changed"),  # what a rule strips or a person pinned makes up for the rest
        (ManualCuts(words=90), "worse"),  # 190 of 400 words: something else is gone, too
        (NO_MANUAL_CUTS, "worse"),
    ],
)
def test_what_people_leave_out_is_no_loss(manual_cuts: ManualCuts, outcome: str) -> None:
    short = article(" ".join(LONG.split()[:100]), manual_cuts=manual_cuts)
    assert decide(COMPLETE, short, page(days=1)).outcome == outcome
    assert decide(COMPLETE, replace(short, status="truncated"), page(days=1)).outcome == "worse"


FULL = article(
    title=Reading("Old title", "h1"),
    authors=Reading((Author("Ann"), Author("Bob")), "byline", "By Ann and Bob"),
    published=dated("2026-03-01"),
    review=Review(rating=Reading(Rating("3/5", 3, 5, 0, "points"), "text", "3/5"), spoilers=True),
    rights={"license": "CC-BY-4.0"},
)


def test_a_known_fact_never_becomes_unknown() -> None:
    assert merge_facts(article_facts(FULL), article_facts(article()), newer=True) == article_facts(FULL)


def test_a_work_that_stays_keeps_its_medium() -> None:
    named = article_facts(article(review=Review(Reading(Work("Heat", None, "tv"), "text"))))
    assert merge_facts(named, article_facts(article(review=Review(medium="film"))), newer=True) == named


def test_an_unknown_fact_is_filled_in_from_newer_and_older_alike() -> None:
    for newer in (True, False):
        assert merge_facts(article_facts(article()), article_facts(FULL), newer=newer) == article_facts(FULL)


def test_of_two_known_facts_the_newer_stands_with_all_that_goes_with_it() -> None:
    other = replace(
        FULL,
        title=Reading("New title", "json-ld"),
        authors=Reading((Author("Cy"),), "meta"),
        review=Review(rating=Reading(Rating("Recommended"), "text", "Recommended"), spoilers=False),
        rights={"credit": "Reel"},
    )
    merged = merge_facts(article_facts(FULL), article_facts(other), newer=True)
    assert (merged["title"], merged["title_from"]) == ("New title", "json-ld")
    assert (merged["authors"], merged["byline"], merged["authors_from"]) == (("Cy",), None, "meta")
    assert (merged["rating_raw"], merged["rating_value"], merged["spoilers"]) == ("Recommended", None, False)
    assert merged["rights"] == {"license": "CC-BY-4.0", "credit": "Reel"}
    older = merge_facts(article_facts(FULL), article_facts(other), newer=False)
    assert older == {**article_facts(FULL), "rights": merged["rights"]}


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (dated("2026-03-01"), dated("2025-01-01", "year"), "2026-03-01"),
        (dated("2025-01-01", "year"), dated("2026-03-01"), "2026-03-01"),
        (dated("2026-03-01"), dated("2026-03-02"), "2026-03-02"),
    ],
)
def test_a_date_never_becomes_coarser(before: Reading[Moment], after: Reading[Moment], kept: str) -> None:
    merged = merge_facts(
        article_facts(article(published=before)), article_facts(article(published=after)), newer=True
    )
    assert merged["published"] == kept
    assert merged["published_raw"] == kept


REVIEW = (
    "The Quiet Auction is a thriller in which nobody raises a hand. The bidders nod, cough or touch an ear."
)
QUIET = SameText("https://reel.example/2026/quiet-auction-film-review/", REVIEW)
EDITED = replace(QUIET, edited=True)
IN_PLACE = replace(QUIET, same_template=True)


def headed(title: str, *authors: str, title_from: str = "h1", authors_from: str = "byline") -> dict[str, Any]:
    """The facts of a page with this headline and byline."""
    names = Reading(tuple(map(Author, authors)), authors_from) if authors else None
    return article_facts(article(title=Reading(title, title_from), authors=names))


BEFORE = headed("The Quiet Auction", "Tobias Renn")


@pytest.mark.parametrize(
    ("after", "same_text", "lost"),
    [
        (headed("The Gaslight Gazette", "Tobias Renn"), QUIET, ("title",)),
        (headed("The Gaslight Gazette", "Tobias Renn"), EDITED, ("title",)),
        (headed("The Quiet Auction", "Nine Locks"), QUIET, ("authors",)),
        (headed("Gaslight", title_from="title"), EDITED, ("title", "authors")),
        (headed("The Quiet Auction: a review", "Tobias Renn", "Ida Frost"), QUIET, ()),
        (headed("The Quiet Auction", "Ida Frost"), EDITED, ()),
        (headed("The Gaslight Gazette", "Ida Frost"), None, ()),
    ],
    ids=["site name", "edited text", "other byline", "all", "better", "byline corrected", "other text"],
)
def test_a_theme_change_keeps_the_better_facts_and_an_edit_changes_them(
    after: dict[str, Any], same_text: SameText | None, lost: tuple[str, ...]
) -> None:
    assert lost_facts(BEFORE, after, same_text=same_text) == lost
    merged = merge_facts(BEFORE, after, newer=True, same_text=same_text)
    for fact in ("title", "authors"):
        assert merged[fact] == (BEFORE if fact in lost else after)[fact]


@pytest.mark.parametrize(
    ("days", "place", "same_text", "corrected"),
    [
        (None, "meta", QUIET, False),
        (0, "meta", QUIET, False),
        (1, "meta", QUIET, True),
        (1, "byline", QUIET, False),
        (None, "meta", IN_PLACE, True),
    ],
    ids=["no date", "same date", "later date", "date of another place", "same place of the template"],
)
def test_another_byline_of_the_same_text_is_a_correction_if_the_page_shows_it(
    days: int | None, place: str, same_text: SameText, corrected: bool
) -> None:
    def changed(facts: dict[str, Any], day: int, place: str) -> dict[str, Any]:
        return {**facts, "updated": f"2026-03-{day:02}", "updated_precision": "day", "updated_from": place}

    before = changed(BEFORE, 1, "meta")
    after = headed("The Quiet Auction", "Ida Frost")
    after = after if days is None else changed(after, 1 + days, place)
    merged = merge_facts(before, after, newer=True, same_text=same_text)
    assert merged["authors"] == (("Ida Frost",) if corrected else ("Tobias Renn",))
    assert lost_facts(before, after, same_text=same_text) == (() if corrected else ("authors",))


def test_a_byline_from_a_worse_place_is_no_correction() -> None:
    before = headed("The Quiet Auction", "Tobias Renn", authors_from="json-ld")
    after = headed("The Quiet Auction", "Nine Locks", authors_from="byline")
    assert merge_facts(before, after, newer=True, same_text=IN_PLACE)["authors"] == ("Tobias Renn",)
