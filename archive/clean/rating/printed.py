"""Choose the critic's rating among those that a page prints.

A page may print many ratings of other works, of readers or of an aggregator. Only those in the article's own
part count, and where two of these disagree there is no rating.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.clean.evidence import Candidate, describe_rating
from archive.clean.page.page import Page
from archive.clean.rating.markup import is_in_verdict
from archive.clean.rating.places import RatingPlaces
from archive.clean.rating.wording import (
    LONGEST_RATING,
    PrintedRating,
    may_hold_rating,
    rating_from_words,
    rating_in_sentence,
)
from archive.model import Rating, Reading

_LABELLED_RANK = 2

_ROUNDUP = 3  # different unlabelled ratings in stars are of as many works

# What `--why` says about a printed rating, by its rank.
_RANKS = ("in the text", "near the headline", "labelled, or given in a sentence", "labelled as the verdict")


def printed_rating(page: Page) -> Reading[Rating] | None:
    """The one rating that the article prints; None for none, or where several disagree."""
    printed = list(_read_lines(page.lines) if page.tree is None else _own_ratings(RatingPlaces(page)))
    has_figure = any(rating.rating.scale != "designation" and rating.rank for rating in printed)
    for rank in (3, 2, 1, 0):
        ranked = [rating for rating in printed if rating.rank == rank]
        if ranked and not (has_figure and all(rating.rating.scale == "designation" for rating in ranked)):
            return _agreed(ranked, printed)
    return None


def printed_rating_candidates(page: Page) -> Iterator[Candidate]:
    """Every printed rating, with where it is printed or why it is not the critic's."""
    if page.tree is None:
        for printed in _read_lines(page.lines):
            yield _candidate(printed, _RANKS[printed.rank])
        return
    places = RatingPlaces(page)
    near = places.ownership.near_headline()
    for element, printed in places.ratings():
        rank = max(printed.rank, int(element in near))
        reason = places.ownership.why_foreign(element)
        if reason is None and not rank and not places.is_review:
            reason = "far from a headline that speaks of no review"
        yield _candidate(printed, reason or _RANKS[rank])
    for text, source in places.other_raters_texts():
        yield Candidate(text, source, note="the words name readers, votes or an aggregator")


def _candidate(printed: PrintedRating, note: str) -> Candidate:
    rating = printed.rating
    return Candidate(describe_rating(rating), printed.source, raw=rating.raw, note=note)


def _own_ratings(places: RatingPlaces) -> Iterator[PrintedRating]:
    """The ratings in the article's own part, with the rank that their place gives them."""
    own = [(element, rating) for element, rating in places.ratings() if places.ownership.is_own(element)]
    near = places.ownership.near_headline() if own else set()
    stars = [rating for _, rating in own if rating.source == "glyphs" and rating.rank < _LABELLED_RANK]
    if len({_value(rating.rating) for rating in stars}) >= _ROUNDUP:
        own = [(element, rating) for element, rating in own if rating not in stars]
    for element, rating in own:
        if element in near or places.is_review or rating.rank or is_in_verdict(element):
            yield PrintedRating(rating.rating, rating.source, max(rating.rank, int(element in near)))


def _agreed(ranked: list[PrintedRating], printed: list[PrintedRating]) -> Reading[Rating] | None:
    """The rating of the highest rank, completed with its best from any equal one; None if they disagree."""
    figures = [rating for rating in ranked if rating.rating.scale != "designation"] or ranked
    if len({_value(rating.rating) for rating in figures}) > 1:
        return None
    value = _value(figures[0].rating)
    equal = [rating for rating in (*figures, *printed) if _value(rating.rating) == value]
    fullest = next((rating for rating in equal if rating.rating.best is not None), figures[0])
    return Reading(fullest.rating, fullest.source, fullest.rating.raw)


def _value(rating: Rating) -> str | float:
    return rating.raw.lower() if rating.value is None else rating.value


def _read_lines(lines: tuple[str, ...]) -> Iterator[PrintedRating]:
    """The ratings in the lines of a plain-text capture."""
    for line in lines:
        if may_hold_rating(line):
            printed = rating_from_words(line, trusted=True) if len(line) <= LONGEST_RATING else None
            if printed := printed or rating_in_sentence(line):
                yield printed
