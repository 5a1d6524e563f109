"""Choose the critic's rating among all that a page prints, draws or labels.

A page may print many ratings of other works, of readers or of an aggregator. Every place that reads as a
rating is a candidate. A few features of its place rank it, the same in every language: whether the box is the
article's own, what the words beside it say, whether it stands at the head or at the end of the text. Where
two of the highest rank disagree there is no rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import combinations, islice, takewhile

from lxml.html import HtmlElement

from archive.clean.dom.beside import LISTS
from archive.clean.dom.tags import HEADINGS
from archive.clean.evidence import Candidate, describe_rating
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page, cached_per_page, meta_tags, title_tag_text
from archive.clean.page.printed import headline_element
from archive.clean.rating.drawn import drawn_ratings, is_in_verdict
from archive.clean.rating.from_blocks import block_ratings
from archive.clean.rating.grammar import EMPTY, FULL, HALF
from archive.clean.rating.hints import may_hold_rating
from archive.clean.rating.ownership import Ownership
from archive.clean.rating.wording import (
    LABELLED,
    OTHERS,
    PrintedRating,
    rating_from_words,
    rating_in_sentence,
)
from archive.clean.vocabulary import label_words, word_set, words_pattern
from archive.model import Rating, Reading

_REVIEW_TYPES = frozenset(("Review", "CriticReview", "ReviewNewsArticle"))
_REVIEW_WORDS = re.compile("|".join(words_pattern(table, "review") for table in ("kinds", "rating")), re.I)
_DATA_LABEL = re.compile(r"(?<![\w’'])[^\W\d_]+\s?[:：](?=\s*\S)|\bISBN\b")
_WORD = re.compile(r"[^\W\d_]{2}")
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+")

_DATA_BLOCKS = 60  # at the beginning of a page, which may hold the data of a work
_MOST_REVIEWS = 2  # in metadata; more are of a product's customers
_LABELS_BEFORE, _LABEL_CHARS, _CRUMBS = 3, 60, 3
_FEWEST_MARKS = 3  # of a scale to vote on
_ROUNDUP = 3  # different unlabelled ratings in stars are of as many works, or of parts of one

_DIFFER = "one of several that differ"
_BESIDE = "beside the article"
_NO_REVIEW = "on a page that speaks of no review"

# What `--why` says about a printed rating, by its rank.
_RANKS = (
    "in the text", "near the headline or at its end", "labelled, or given in a sentence",
    "labelled as the verdict",
)  # fmt: skip


def printed_rating(page: Page) -> Reading[Rating] | None:
    """The one rating that the article prints; None for none, or where several disagree."""
    found = [place for place in _places(page) if place.why_not != OTHERS]
    own = sorted((place for place in found if place.why_not is None), key=_weight, reverse=True)
    if not own:
        return None if found else _described_rating(page)
    first = [place for place in own if _weight(place) == _weight(own[0])]
    if any(place.rating.best for place in first):  # a lone star is one of a row that has a label
        first = [place for place in first if place.rating.best or place.rating.raw not in FULL]
    different = {(_value(place.rating), _is_drawn(place.rating)): place for place in reversed(first)}
    if not all(_agree(one.rating, other.rating) for one, other in combinations(different.values(), 2)):
        return None
    differ = len({place.rating.score for place in first}) > 1
    figures = [place for place in first if differ and not _is_drawn(place.rating)]
    # Of "8/10" and "4/5", which are the same, the first.
    finest = max(figures or first, key=lambda place: place.rating.best or 0)
    equal = [place for place in own if _value(place.rating) == _value(finest.rating)]
    place = next((one for one in equal if one.rating.best is not None), equal[0])
    return Reading(place.rating, place.source, place.rating.raw)


def _agree(one: Rating, other: Rating) -> bool:
    """Whether two ratings say the same on any scale, or one draws what the other says to less than a star."""
    have_bests = one.best is not None and other.best is not None
    if (one.score == other.score) if have_bests else (_value(one) == _value(other)):
        return True
    stars = one if _is_drawn(one) else other
    if _is_drawn(one) == _is_drawn(other) or None in (one.score, other.score) or not stars.best:
        return False
    return abs((one.score or 0) - (other.score or 0)) < 100 / stars.best


def _is_drawn(rating: Rating) -> bool:
    return rating.raw[0] in FULL + HALF + EMPTY


def _weight(place: PrintedRating) -> tuple[bool, int, bool]:
    """By what the highest is chosen. A designation gives way to any figure that is ranked above 0."""
    is_figure = place.rating.scale != "designation"
    return is_figure and place.rank > 0, place.rank, is_figure


def _value(rating: Rating) -> str | float:
    return rating.raw.lower() if rating.value is None else rating.value


def printed_rating_candidates(page: Page) -> Iterator[Candidate]:
    """Every printed rating, with where it is printed or why it is not the critic's."""
    for found in _places(page):
        note = found.why_not or _RANKS[found.rank]
        yield Candidate(describe_rating(found.rating), found.source, raw=found.rating.raw, note=note)


def _described_rating(page: Page) -> Reading[Rating] | None:
    """The rating that begins or ends the description of a review which draws its rating by script."""
    sentences = [_SENTENCE_END.split(text) for text in meta_tags(page).get("description", ())[:1]]
    pieces = [piece.strip(" .*_") for pieces in sentences for piece in (pieces[0], pieces[-1])]
    found = (rating_from_words(piece) for piece in pieces if may_hold_rating(piece))
    rating = next((place.rating for place in found if place and place.rank >= 0), None)
    return Reading(rating, "meta", rating.raw) if rating and rating.best and _is_review(page) else None


@cached_per_page
def ratings_on(page: Page) -> list[PrintedRating]:
    """What the page prints or draws as a rating, whoever's it is."""
    return [] if page.tree is None else _without_scales([*block_ratings(page), *drawn_ratings(page)])


def _without_scales(ratings: Sequence[PrintedRating]) -> list[PrintedRating]:
    """The ratings but those of a scale to vote on: links or buttons side by side, one for each mark."""
    marks: dict[HtmlElement, dict[HtmlElement, Rating]] = {}
    for found in ratings:
        if found.why_not is None and found.element is not None:
            for box in islice(found.element.iterancestors(), 2):
                marks.setdefault(box, {})[found.element] = found.rating
    scales = (beside for beside in marks.values() if _is_scale([*beside.values()]))
    voted = {mark for scale in scales for mark in scale}
    return [found for found in ratings if found.element not in voted]


def _is_scale(marks: Sequence[Rating]) -> bool:
    best = int(marks[0].best or len(marks))
    return best >= _FEWEST_MARKS and sorted(mark.value or 0 for mark in marks) == [*range(1, best + 1)]


@cached_per_page
def _places(page: Page) -> list[PrintedRating]:
    """Every place of a page that reads as a rating, ranked, with what speaks against it."""
    if page.tree is None:
        hinted = filter(may_hold_rating, page.lines)
        return [found for line in hinted if (found := rating_from_words(line) or rating_in_sentence(line))]
    if not (ratings := ratings_on(page)):
        return []
    ownership = Ownership(page)
    before, after = {*ownership.before_headline()}, [*ownership.after_headline()]
    near = before.union(after)
    places = [_place(page, found, ownership, near) for found in ratings]
    # Before any other heading: what stands there is of no entry of a list.
    beside = before.union(takewhile(lambda element: element.tag not in HEADINGS, after))
    starred = [place for place in places if _is_bare_stars(place)]
    inside = {place.element for place in starred if ownership.is_in_article(place.element)}
    alone = {place.element for place in starred if not place.words}  # "★★★ Good" is of a key to the stars
    for why_not, own in ((_BESIDE, inside), ("a key to the stars", alone), (_DIFFER, beside)):
        bare = [place for place in places if _is_bare_stars(place)]
        if len({place.rating.value for place in bare}) < _ROUNDUP:
            break
        if own or why_not == _DIFFER:
            places = [
                replace(place, why_not=why_not)
                if _is_bare_stars(place) and place.element not in own
                else place
                for place in places
            ]
    return places


def _is_bare_stars(place: PrintedRating) -> bool:
    """Whether a rating may be the page's own, and is in stars without a label."""
    may_be_own = place.why_not in (None, _NO_REVIEW) and place.rank < LABELLED
    return may_be_own and place.rating.scale == "stars"


def _place(page: Page, found: PrintedRating, ownership: Ownership, near: Set[HtmlElement]) -> PrintedRating:
    """A rating ranked by where it stands, with what speaks against it there."""
    element = found.element
    if found.why_not or element is None:
        return found
    rank = 1 if element in near and found.rank < 1 else found.rank
    in_verdict = rank <= 0 and is_in_verdict(element)
    is_stars = found.rating.scale == "stars"
    # "★★★½ (out of four)" stands in a row of its own nowhere but at a review.
    says_best = is_stars and found.source == "glyphs" and _WORD.search(found.rating.raw) is not None
    sure = (found.sure or (is_stars and element in near)) and (rank > 0 or in_verdict or says_best)
    why_not = ownership.why_foreign(element)
    if why_not is None and rank < 0 and not in_verdict:
        why_not = "a figure far from the headline"
    elif why_not is None and not (sure or _is_review(page) or (rank > 0 and _has_work_data(page))):
        why_not = _NO_REVIEW
    return replace(found, rank=max(rank, 0), why_not=why_not)


@cached_per_page
def _is_review(page: Page) -> bool:
    """Whether headline, labels above it, address or metadata say that the page is a review."""
    headline = headline_element(page)
    names = [] if headline is None else [box.get("class") or "" for box in headline.iterancestors()]
    shown = "" if headline is None else headline.text_content()
    place = next((block.index for block in page.blocks if block.box.element is headline), 0)
    labels = [
        block.text
        for block in page.blocks[max(0, place - _LABELS_BEFORE) : place]
        if len(block.text) <= _LABEL_CHARS
        and block.links <= _CRUMBS
        and not page.elements.around(block.box.element) & LISTS
    ]
    named = re.sub("[-_/]", " ", " ".join((page.url, *names)))
    if _REVIEW_WORDS.search(f"{title_tag_text(page)} {shown} {named} {' | '.join(labels)}"):
        return True
    return 0 < sum(bool(types(node) & _REVIEW_TYPES) for node in page.nodes) <= _MOST_REVIEWS


@cached_per_page
def _has_work_data(page: Page) -> bool:
    """Whether a page begins with the data of a work: "Regie: Jana Kolbe. 97 Minuten"."""
    ask, others = label_words("media_data"), word_set("data", "any")
    text = "\n".join(block.text for block in page.blocks[:_DATA_BLOCKS])
    labels = {label.rstrip(" :：").lower() for label in _DATA_LABEL.findall(text)}
    known = [label for label in labels if ask(label) or label in others]
    return len(known) > 1 and any(map(ask, known))
