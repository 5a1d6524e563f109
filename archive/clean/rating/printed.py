"""Choose the critic's rating among all that a page prints, draws or labels.

A page may print many ratings of other works, of readers or of an aggregator. Every place that reads as a
rating is a candidate. A few features of its place rank it, the same in every language: whether the box is the
article's own, what the words beside it say, whether it stands at the head or at the end of the text. Where
two of the highest rank disagree there is no rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import cast

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block
from archive.clean.dom.tags import HEADINGS
from archive.clean.evidence import Candidate, describe_rating
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page, cached_per_page, meta_tags, title_tag_text
from archive.clean.rating.drawn import Found, drawn_ratings, is_in_verdict
from archive.clean.rating.from_blocks import block_ratings
from archive.clean.rating.hints import may_hold_rating
from archive.clean.rating.ownership import Ownership
from archive.clean.rating.sentences import rating_in_sentence
from archive.clean.rating.wording import LABELLED, PrintedRating, rating_from_words
from archive.clean.vocabulary import label_words, word_set, words_pattern
from archive.model import Rating, Reading

_REVIEW_TYPES = frozenset(("Review", "CriticReview", "ReviewNewsArticle"))
_REVIEW_WORDS = re.compile("|".join(words_pattern(table, "review") for table in ("kinds", "rating")), re.I)
_DATA_LABEL = re.compile(r"(?<![\w’'])[^\W\d_]+\s?[:：](?=\s*\S)|\bISBN\b")

_DATA_BLOCKS = 60  # at the beginning of a page, which may hold the data of a work
_WORD = re.compile(r"[^\W\d_]{2}")
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+")
_MOST_REVIEWS = 2
_LABELS_BEFORE, _LABEL_CHARS, _CRUMBS = 3, 60, 3
_FEWEST_MARKS = 3  # of a scale to vote on
_ROUNDUP = 3  # different unlabelled ratings in stars are of as many works, or of parts of one

_DIFFER = "one of several that differ"
_BESIDE = "beside the article"
_NO_REVIEW = "on a page that speaks of no review"

# What `--why` says about a printed rating, by its rank.
_RANKS = (
    "in the text",
    "near the headline or at its end",
    "labelled, or given in a sentence",
    "labelled as the verdict",
)


def printed_rating(page: Page) -> Reading[Rating] | None:
    """The one rating that the article prints; None for none, or where several disagree."""
    places = _places(page)
    own = [(place.rank, place.rating, place.source) for place in places if place.rating and not place.why_not]
    if not own and not any(place.rating for place in places):
        return _described_rating(page)
    figures = [place for place in own if place[1].scale != "designation"]
    # A designation counts only where no figure of a higher rank than 0 stands beside it.
    counted = figures if any(rank for rank, _, _ in figures) else own
    highest = max((rank for rank, _, _ in counted), default=0)
    ranked = [place for place in figures if place[0] == highest] or [
        place for place in counted if place[0] == highest
    ]
    if len({_value(rating) for _, rating, _ in ranked}) != 1:
        return None
    equal = [place for place in (*ranked, *own) if _value(place[1]) == _value(ranked[0][1])]
    _, rating, source = next((place for place in equal if place[1].best is not None), equal[0])
    return Reading(rating, source, rating.raw)


def _described_rating(page: Page) -> Reading[Rating] | None:
    """The rating that begins or ends the description of a review which draws its rating by script."""
    pieces = [
        piece.strip(" .*_")
        for text in meta_tags(page).get("description", ())[:1]
        for piece in (_SENTENCE_END.split(text)[0], _SENTENCE_END.split(text)[-1])
    ]
    found = (rating_from_words(piece) for piece in pieces if may_hold_rating(piece))
    rating = next((place.rating for place in found if place and place.rank >= 0), None)
    return Reading(rating, "meta", rating.raw) if rating and rating.best and _is_review(page) else None


def printed_rating_candidates(page: Page) -> Iterator[Candidate]:
    """Every printed rating, with where it is printed or why it is not the critic's."""
    for found in _places(page):
        if found.rating is None:
            yield Candidate(found.words, found.source, note=found.why_not)
        else:
            note = found.why_not or _RANKS[found.rank]
            yield Candidate(describe_rating(found.rating), found.source, raw=found.rating.raw, note=note)


def _value(rating: Rating) -> str | float:
    return rating.raw.lower() if rating.value is None else rating.value


@cached_per_page
def ratings_on(page: Page) -> list[Found]:
    """What the page prints or draws as a rating, whoever's it is, with its element."""
    return [] if page.tree is None else _without_scales([*block_ratings(page), *drawn_ratings(page)])


def _without_scales(ratings: Sequence[Found]) -> list[Found]:
    """The ratings but those of a scale to vote on: links or buttons side by side, one for each mark."""
    marks: dict[HtmlElement, dict[HtmlElement, Rating]] = {}
    for element, found in ratings:
        for box in islice(element.iterancestors(), 2 if found.rating else 0):
            marks.setdefault(box, {})[element] = cast("Rating", found.rating)
    scales = [beside for beside in marks.values() if _is_scale([*beside.values()])]
    return [one for one in ratings if not any(one[0] in scale for scale in scales)]


def _is_scale(marks: Sequence[Rating]) -> bool:
    best = int(marks[0].best or len(marks))
    return best >= _FEWEST_MARKS and sorted(mark.value or 0 for mark in marks) == [*range(1, best + 1)]


@cached_per_page
def _places(page: Page) -> list[PrintedRating]:
    """Every place of a page that reads as a rating, ranked, with what speaks against it."""
    if page.tree is None:
        hinted = filter(may_hold_rating, page.lines)
        return [found for line in hinted if (found := rating_from_words(line) or rating_in_sentence(line))]
    ratings = ratings_on(page)
    if not ratings:
        return []
    body = page.tree.find("body")
    ownership = Ownership(page.tree if body is None else body)
    before, after = ownership.around_headline()
    near = {*before, *after}
    places = [_place(page, *rating, ownership, near) for rating in ratings]
    bare = [place for place in places if _is_bare_stars(place)]
    if _values(bare) < _ROUNDUP:
        return places
    inside = [ownership.is_in_article(element) for element, _ in ratings]
    if any(_is_bare_stars(place) for place, is_own in zip(places, inside, strict=True) if is_own):
        places = [
            place if is_own or not _is_bare_stars(place) else replace(place, why_not=_BESIDE)
            for place, is_own in zip(places, inside, strict=True)
        ]
        bare = [place for place in places if _is_bare_stars(place)]
        if _values(bare) < _ROUNDUP:
            return places
    worded = [place for place in bare if place.words]  # "★★★ Good": a key to the stars
    if _values([place for place in bare if not place.words]) < _ROUNDUP:
        return [replace(place, why_not=_DIFFER) if place in worded else place for place in places]
    own = _beside_headline(ownership)
    return [
        replace(place, why_not=_DIFFER) if place in bare and element not in own else place
        for (element, _), place in zip(ratings, places, strict=True)
    ]


def _values(places: list[PrintedRating]) -> int:
    """How many different values some ratings have."""
    return len({place.rating.value for place in places if place.rating})


def _beside_headline(ownership: Ownership) -> set[HtmlElement]:
    """The elements just before the headline or after it, before any other heading: of no entry of a list."""
    before, after = ownership.around_headline()
    heading = next((place for place, element in enumerate(after) if element.tag in HEADINGS), len(after))
    return {*before, *after[:heading]}


def _is_bare_stars(place: PrintedRating) -> bool:
    """Whether a rating may be the page's own, and is in stars without a label."""
    is_stars = place.rating is not None and place.rating.scale == "stars"
    return is_stars and place.why_not in (None, _NO_REVIEW) and place.rank < LABELLED


def _place(
    page: Page, element: HtmlElement, found: PrintedRating, ownership: Ownership, near: set[HtmlElement]
) -> PrintedRating:
    """A rating ranked by where it stands, with what speaks against it there."""
    if found.rating is None:
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
    """Whether metadata, headline or address say that the page is a review."""
    headline = next(iter(page.tagged("h1")), None)
    names = [] if headline is None else [box.get("class") or "" for box in headline.iterancestors()]
    shown = "" if headline is None else headline.text_content()
    named = re.sub("[-_/]", " ", " ".join((page.url, *names)))
    if _REVIEW_WORDS.search(
        f"{title_tag_text(page)} {shown} {named} {' | '.join(_labels_of_headline(page))}"
    ):
        return True
    reviews = sum(bool(types(node) & _REVIEW_TYPES) for node in page.nodes)
    return 0 < reviews <= _MOST_REVIEWS  # more are of a product's customers


def _labels_of_headline(page: Page) -> list[str]:
    """The short texts just before the headline, which are no entries of a menu: "Home › Film › Review"."""
    place = next((block.index for block in page.blocks if block.box.tag == "h1"), 0)
    before = page.blocks[max(0, place - _LABELS_BEFORE) : place]
    return [block.text for block in before if len(block.text) <= _LABEL_CHARS and not _is_of_menu(block)]


def _is_of_menu(block: Block) -> bool:
    boxes = list(block.box.ancestors_or_self())
    if any("crumb" in (box.classes or "") for box in boxes):
        return False
    return block.links > _CRUMBS or any(box.tag in ("nav", "li") for box in boxes)


@cached_per_page
def _has_work_data(page: Page) -> bool:
    """Whether a page begins with the data of a work: "Regie: Jana Kolbe. 97 Minuten"."""
    ask, others = label_words("media_data"), word_set("data", "any")
    text = "\n".join(block.text for block in page.blocks[:_DATA_BLOCKS])
    labels = {label.rstrip(" :：").lower() for label in _DATA_LABEL.findall(text)}
    known = [label for label in labels if ask(label) or label in others]
    return len(known) > 1 and any(map(ask, known))
