"""Kind and work together: what the outlet's file says, and what `--why` shows of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from archive.clean.article import clean
from archive.clean.explanation.explain import explain
from archive.model import Capture, Learned
from tests.test_archive.clean.pages import article

PAGE = Capture(
    "https://outlet.example/reviews/the-long-tide-review",
    datetime(2026, 3, 15, tzinfo=UTC),
    article(end="<p>In the end The Long Tide is a good film.</p>").encode(),
    content_type="text/html; charset=utf-8",
)


def test_the_kind_in_the_outlets_file_comes_first() -> None:
    found = clean(replace(PAGE, kind="recap")).kind
    assert found is not None and (found.value, found.source) == ("recap", "outlet")


def test_the_medium_in_the_outlets_file_comes_first() -> None:
    work = clean(replace(PAGE, medium="tv")).review.work
    assert work is not None and work.value.medium == "tv"


def test_why_shows_kinds_and_names_with_the_features_that_spoke() -> None:
    explanation = explain(PAGE)
    fields = {field.name: field for field in explanation.fields}
    kind, work, medium = fields["kind"], fields["work"], fields["medium"]
    assert kind.value == "review" and work.value == str(explanation.article.review.work.value)  # type: ignore[union-attr]
    for field in (kind, work, medium):
        (won,) = [candidate for candidate in field.candidates if candidate.won]
        assert won.note and any(sign in won.note for sign in "+-")
        assert len(field.candidates) > 1


def test_what_is_learned_of_an_outlet_reaches_the_ranking() -> None:
    learned = Learned(work_places={"between nothing and small word": 0.9})
    assert clean(PAGE, learned=learned).review.work == clean(PAGE).review.work
