"""Why a page was read as it was: candidates with their winner, and what was left out with its reason."""

from __future__ import annotations

import pickle
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.clean.article import clean
from archive.clean.evidence import Candidate, Explanation, FieldEvidence
from archive.clean.explanation.explain import RULES, explain
from archive.model import Capture
from tests.support.seeds_markup import KINDS, TEMPLATES, markups, read_seed

AT = datetime(2026, 3, 15, 12, tzinfo=UTC)
LONG = "The clerk lies once, and the film spends two patient hours on what the lie will cost her in the end."
WIDGETS = """<html lang="en"><head><title>The Long Tide review | Reel</title>
<script type="application/ld+json">{"@type": "Movie", "name": "The Long Tide",
 "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4.8, "ratingCount": 912}}</script>
<script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": "x",
 "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5}}</script></head>
<body><article><h1>The Long Tide review</h1><p class="byline">By Ann Lee</p>
<p>Our rating: 3/5</p><p>%s</p><p>One more: %s</p><p>And last: %s</p></article>
<div class="related"><h3>Related reviews</h3><a href="/o"><span aria-label="Rated 5 out of 5"></span>Other</a>
<span aria-label="Rated 4 out of 5"></span></div>
<p>User rating: 4.5/5</p></body></html>""" % ((LONG,) * 3)


def capture(body: str | bytes, kind: str = "text/html; charset=utf-8") -> Capture:
    data = body.encode() if isinstance(body, str) else body
    return Capture("https://site.example/stories/one", AT, data, content_type=kind)


def field(explanation: Explanation, name: str) -> FieldEvidence:
    return next(one for one in explanation.fields if one.name == name)


def winner(explanation: Explanation, name: str) -> Candidate:
    (won,) = (one for one in field(explanation, name).candidates if one.won)
    return won


def losers(explanation: Explanation, name: str) -> dict[str, str | None]:
    return {one.value: one.note for one in field(explanation, name).candidates if not one.won}


def reasons(explanation: Explanation) -> dict[str, str]:
    return {one.text: one.reason for one in explanation.text.dropped}


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=("plain", *TEMPLATES))
def seed_capture(request: pytest.FixtureRequest, kind: str, shared: Path) -> Capture:
    if request.param == "plain":
        return capture((shared / "seeds" / f"{kind}.txt").read_bytes(), "text/plain; charset=utf-8")
    return capture(markups(kind, shared)[request.param])


@pytest.fixture(scope="module")
def explained(seed_capture: Capture) -> Explanation:
    return explain(seed_capture)


class TestSeeds:
    def test_the_article_is_the_one_that_cleaning_gives(
        self, seed_capture: Capture, explained: Explanation
    ) -> None:
        assert explained.article == clean(seed_capture)

    def test_every_known_field_has_one_winner_that_a_place_gave(self, explained: Explanation) -> None:
        assert [one.name for one in explained.fields] == list(RULES)
        for one in explained.fields[:-1]:  # the last adds points up
            won = [candidate for candidate in one.candidates if candidate.won]
            assert [candidate.value for candidate in won] == ([one.value] if one.value else [])
            assert not any("put together" in (candidate.note or "") for candidate in won)
        assert winner(explained, "article").value == "article"

    def test_what_is_left_out_is_the_site_and_not_the_text(
        self, explained: Explanation, kind: str, shared: Path
    ) -> None:
        left_out = reasons(explained)
        seed = read_seed(kind, shared)
        assert left_out and all(left_out.values())
        assert not {words for _, words in seed.blocks} & set(left_out)
        if seed.bio:
            assert seed.bio in left_out


class TestPeople:
    def test_a_visible_byline_and_json_ld_that_differ(self) -> None:
        page = f"""<html><head><title>A tide comes in</title><script type="application/ld+json">
        {{"@type": "Article", "author": {{"@type": "Person", "name": "Bo Reed"}}}}
        </script></head><body><article><h1>A tide comes in</h1><p>By Ann Lee</p><p>{LONG}</p><p>{LONG} So.</p>
        </article></body></html>"""
        explanation = explain(capture(page))
        won = winner(explanation, "authors")
        assert (won.value, won.source, won.raw) == ("Ann Lee", "byline", "By Ann Lee")
        (lost,) = (one for one in field(explanation, "authors").candidates if one.source == "json-ld")
        assert lost.value == "Bo Reed"
        assert lost.weight is not None and won.weight is not None and lost.weight < won.weight
        assert lost.total is not None and won.total is not None and lost.total < won.total

    def test_places_that_agree_add_up(self) -> None:
        page = f"""<html><head><meta name="author" content="Ann Lee"></head><body><article><h1>A tide</h1>
        <p>By Ann Lee</p><p>{LONG}</p></article></body></html>"""
        won = winner(explain(capture(page)), "authors")
        assert won.total is not None and won.weight is not None and won.total > won.weight
        alone = winner(explain(capture(page.replace('name="author"', 'name="other"'))), "authors")
        assert alone.total is not None and won.total >= alone.total + 1


class TestRatings:
    def test_every_tempting_rating_is_told_with_why_it_is_not_the_critics(self) -> None:
        explanation = explain(capture(WIDGETS))
        assert field(explanation, "rating").value == "3 of 5 points"
        assert winner(explanation, "rating").source == "text"
        lost = losers(explanation, "rating")
        assert lost["4.8"] == "AggregateRating: the sum of 912 ratings, not the critic's"
        assert lost["1 of 5 points"] == "ClaimReview: not the critic's"
        assert lost["5 of 5 points"] == "in a link to another page"
        assert lost["4 of 5 points"] == "under the heading Related reviews"
        assert lost["User rating: 4.5/5"] == "the words name readers, votes or an aggregator"

    def test_a_page_with_others_ratings_alone_has_candidates_and_no_winner(self) -> None:
        explanation = explain(capture(WIDGETS.replace("<p>Our rating: 3/5</p>", "")))
        rating = field(explanation, "rating")
        assert rating.value is None and len(rating.candidates) >= 4
        assert not any(one.won for one in rating.candidates)


class TestOtherFields:
    def test_a_title_and_what_it_was_chosen_from(self) -> None:
        explanation = explain(capture(WIDGETS))
        assert winner(explanation, "title").source == "h1"
        lost = [one for one in field(explanation, "title").candidates if not one.won]
        assert [(one.source, one.raw) for one in lost] == [("title", "The Long Tide review | Reel")]

    def test_dates_of_publishing_and_of_a_change_apart(self) -> None:
        page = f"""<html><head><meta property="article:published_time" content="2025-06-06">
        <meta property="article:modified_time" content="2025-06-09"></head><body><h1>A tide comes in</h1>
        <p>Updated June 9, 2025</p><p>{LONG}</p></body></html>"""
        explanation = explain(capture(page))
        assert winner(explanation, "published").value == "2025-06-06"
        assert {one.value for one in field(explanation, "updated").candidates} == {"2025-06-09"}

    def test_a_front_page_says_what_spoke_against_it(self) -> None:
        cards = "".join(
            f'<article class="card"><a href="/{n}"><h2>A story</h2></a></article>' for n in range(14)
        )
        explanation = explain(capture(f"<html><body>{cards}</body></html>"))
        assert not explanation.article.gate.is_article
        gate = field(explanation, "article")
        assert gate.value == f"no, {explanation.article.gate.page_type}"
        assert winner(explanation, "article").value == explanation.article.gate.page_type


class TestText:
    def test_each_reason(self) -> None:
        page = f"""<html><body><header><a href="/">Home and away</a></header><main><article>
        <h1>A tide comes in</h1><p class="byline">By Ann Lee</p><p>{LONG}</p><p>More: {LONG}</p>
        <figure><img src="/a.jpg"><figcaption>The boats, at low water.</figcaption></figure>
        <p>Last: {LONG}</p><p>More: {LONG}</p></article></main>
        <footer class="site-footer"><p>All of it is ours.</p></footer></body></html>"""
        explanation = explain(capture(page))
        left_out = {one.text: (one.reason, one.detail, one.because) for one in explanation.text.dropped}
        reason, place, because = left_out["Home and away"]
        assert (reason, place) == ("not likely the author's", "<header>")
        assert because is not None
        assert re.fullmatch(r"\d% likely: .+ [-+]\d\.\d, .+ [-+]\d\.\d, .+ [-+]\d\.\d", because), because
        assert left_out["All of it is ours."][0] == "not likely the author's"
        assert left_out[f"More: {LONG}"] == ("stands in the text already", None, None)
        assert explanation.article.text.count("More:") == 1
        assert "likely the author's" in explanation.text.reading

    def test_a_caption_stands_beside_the_text(self) -> None:
        figure = f"<figure><img src='a.jpg'><figcaption>{LONG} Seen.</figcaption></figure>"
        page = f"<article><p>{LONG}</p>{figure}<p>Last: {LONG}</p></article>"
        explanation = explain(capture(page))
        assert f"{LONG} Seen." not in explanation.article.text
        dropped = {one.text: one.reason for one in explanation.text.dropped}
        assert dropped[f"{LONG} Seen."] in (
            "not likely the author's",
            "the caption of a figure, which stands beside the text",
        )

    def test_of_a_page_without_text(self) -> None:
        text = explain(capture("<html><body></body></html>")).text
        assert (text.blocks, text.dropped) == (0, ())

    def test_where_no_block_is_likely_none_stands_beside_a_likelier_one(self) -> None:
        explanation = explain(capture("<p>Loading the page, please wait.</p>"))
        assert explanation.article.text == "Loading the page, please wait."
        assert explanation.text.filled == ()


def test_explaining_is_pure_and_pickles() -> None:
    page = capture(WIDGETS)
    once = explain(page)
    assert explain(page) == once == pickle.loads(pickle.dumps(once))


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff", b"%PDF-1.7", "<p>" * 3000, "<html>", '<a href="http://[">x']
)
def test_nothing_that_a_page_holds_is_an_error(body: str | bytes) -> None:
    assert len(explain(capture(body)).fields) == len(RULES)
