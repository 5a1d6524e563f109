"""Is this page an article? Its signs are added up and compared with those of other types of page.

When in doubt a page is kept and marked as doubtful.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.clean.evidence import Candidate
from archive.clean.page.page import Page
from archive.clean.page_type.features import PageFeatures
from archive.clean.page_type.other_pages import why_closed
from archive.clean.rating.rating import read_rating
from archive.clean.template.sources import PageFacts
from archive.folding import fold, squeeze
from archive.model import Gate, Kind, Reading

_SHORT_NAME = 6  # characters; a shorter headline is in an address by chance
_MOST_DECLARED = 3  # articles; a listing declares more
_FEWEST_VERSES = 8
_FEWEST_SHOWTIMES = 6
_VERSE_SHARE = 10  # words of the page for each line in verse, at most
_HARDLY_ANY, _FEW_WORDS = 80, 300  # of prose


def _has_made_slug(page: PageFeatures) -> bool:
    """Whether the last part of the path was made from the headline of a dated or signed page."""
    is_other = page.is_listing or page.is_teasing or page.is_section or page.declares("product")
    if is_other or not (page.dated or page.signed):
        return False
    last = page.path.rstrip("/").rpartition("/")[2].partition(".htm")[0]
    slug, short = set(fold(last).split()), squeeze(page.headline)
    known = len(slug & set(fold(page.headline).split()))
    fewest = 2 if page.headline.count(" ") < 2 or known < len(slug) else 1  # words of a slug
    is_spelt = known >= fewest and known * 2 > len(slug)
    return is_spelt or (len(short) > _SHORT_NAME and short in squeeze(last))


def _is_work(page: PageFeatures) -> bool:
    return page.declares("work") > 0 and not page.declares("article")


def _is_static(page: PageFeatures) -> bool:
    """Whether the page's software says that it is no post, and nothing speaks against that."""
    return page.is_static and page.words < _FEW_WORDS and not (page.dated or page.signed)


def _names(page: PageFeatures, kind: str) -> bool:
    """Whether the headline of a page without much prose names a kind of other pages."""
    return kind in page.named and page.prose < _FEW_WORDS


def _is_verse(page: PageFeatures) -> bool:
    """Whether the text is short lines without full stops."""
    is_most = page.verses >= _FEWEST_VERSES and page.verses * _VERSE_SHARE > page.shown
    return is_most and page.prose < _HARDLY_ANY


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a type of page."""

    page_type: str
    weight: int  # its points
    phrase: str  # for people
    is_seen: Callable[[PageFeatures], object]


SIGNS = (
    Sign("article", 4, "declares an article", lambda e: 0 < e.declares("article") <= _MOST_DECLARED),
    Sign("listing", 4, "declares a collection, profile or search", lambda e: e.declares("list")),
    Sign("lyrics", 6, "titled as lyrics", lambda e: e.prose < 150 and "lyrics" in e.named),
    Sign("contest", 7, "titled as a contest", lambda e: _names(e, "contest")),
    Sign("contest", 5, "address of a contest", lambda e: "contest" in e.folders),
    Sign("job", 7, "titled as an offer of a job", lambda e: _names(e, "job")),
    Sign("listing", 4, "titled as a programme", lambda e: _names(e, "programme")),
    Sign("listing", 3, "a programme with times of day", lambda e: e.showtimes >= _FEWEST_SHOWTIMES),
    Sign("page", 4, "titled as material for the press", lambda e: _names(e, "press")),
    Sign("page", 4, "a list of what a person made", lambda e: _names(e, "person")),
    Sign("lyrics", 4, "lines as in lyrics", _is_verse),
    Sign("page", 4, "a page of its site with little text, no date and no byline", _is_static),
    Sign("page", 6, "titled and addressed as what its site says of itself", lambda e: e.is_about),
    Sign("encyclopaedia", 5, "made by wiki software", lambda e: e.generator.startswith("mediawiki")),
    Sign("encyclopaedia", 3, "address of a list", lambda e: re.search(r"/(?:list_of|list[ae]?)_", e.path)),
    Sign("listing", 3, "declares a work, no article", _is_work),
    Sign("product", 5, "declares a product", lambda e: e.declares("product")),
    Sign("product", 4, "og:type is a product", lambda e: e.og_type.startswith(("product", "og:product"))),
    Sign("forum", 6, "declares a thread or question", lambda e: e.declares("thread")),
    Sign("forum", 6, "made by forum software", lambda e: e.is_forum),
    # In the URL.
    Sign("front", 6, "address of a front page", lambda e: e.is_front),
    Sign("listing", 3, "address of a listing", lambda e: e.is_listing),
    Sign("product", 3, "address of a product", lambda e: e.has_path("product")),
    Sign("forum", 5, "address of a thread", lambda e: e.has_path("forum")),
    Sign("article", 1, "many words in the address", lambda e: re.search(r"\w+(?:-\w+){4}", e.path)),
    # From the page by the other readers.
    Sign("article", 2, "has a date", lambda e: e.dated),
    Sign("article", 2, "has a byline", lambda e: e.signed),
    Sign("article", 2, "headline of a review, interview ...", lambda e: e.headed and not e.is_root_section),
    Sign("article", 2, "headline in the address", _has_made_slug),
    Sign("article", 2, "headline of the page's article", lambda e: e.heads_article and not e.is_section),
    Sign("article", 2, "named by a feed", lambda e: e.in_feed),
    Sign("article", 3, "plenty of prose", lambda e: e.prose >= 500),
    Sign("article", 2, "some prose", lambda e: 150 <= e.prose < 500),
    Sign("listing", 4, "headline of a section", lambda e: e.is_section),
    Sign("listing", 4, "headline and address of a section", lambda e: e.is_section and e.has_listing_path),
    Sign("listing", 2, "hardly any prose", lambda e: e.prose < _HARDLY_ANY),
    # Among the page's elements.
    Sign("listing", 5, "all text under headings of other pages", lambda e: e.is_teasing),
    Sign("listing", 3, "address and headings of a listing", lambda e: e.is_teasing and e.is_listing),
    Sign("listing", 2, "many links", lambda e: 0.25 <= e.linked < 0.4),
    Sign("listing", 4, "mostly links", lambda e: e.linked >= 0.4 and e.prose < 800),
    Sign("listing", 3, "mostly cards", lambda e: e.cards >= 6 and e.carded >= 0.3),
    Sign("listing", 1, "pages of results", lambda e: e.pager),
    Sign("listing", 3, "a price on many items", lambda e: e.prices >= 10 and e.cards >= 8),
    Sign("product", 4, "can be bought here", lambda e: e.buys),
    Sign("product", 1, "prices", lambda e: e.prices >= 3),
    Sign("forum", 6, "words of a forum", lambda e: e.forum_words >= 2),
)  # fmt: skip
_KEPT_FROM = -1  # points for an article minus those for the likeliest other type
_SURE_FROM = 3
_FEWEST_AGAINST = 3  # points of another type; with fewer, a page is kept
_STRONG = 4
_TINY = 40  # words


def classify_page(page: Page, text: str, facts: PageFacts, kind: Reading[Kind] | None) -> Gate:
    """Whether a page of this clean text is an article, with the reasons. Pure; never raises."""
    features = PageFeatures(page, text, facts, kind)
    words = max(features.words, features.passages)
    if closed := why_closed(page, features.headline, words):
        return Gate(closed[0], False, reasons=closed[1:])
    if words < _TINY and not _is_announced(features) and read_rating(page) is None:
        return Gate("empty", False, reasons=(f"only {features.words} words of text",))
    if page.tree is not None:
        return _add_up_signs(features)
    if features.prose:
        return Gate("article", True, doubtful=features.prose < _TINY, reasons=("plain text with prose",))
    return Gate("listing", False, reasons=("plain text without a sentence",))


def _is_announced(features: PageFeatures) -> bool:
    """Whether a page of few words says in another way that it is an article."""
    is_signed = features.signed and features.prose > _TINY // 2
    is_named = is_signed or features.in_feed or _has_made_slug(features)
    return (features.words > _TINY // 2 and features.dated and is_named) or features.declares("article") > 0


def _add_up_signs(features: PageFeatures) -> Gate:
    """Add up the signs. A page is an article unless another type clearly outweighs it."""
    seen = [sign for sign in SIGNS if sign.is_seen(features)]
    weights = Counter[str]()
    for sign in seen:
        weights[sign.page_type] += sign.weight
    article = weights.pop("article", 0)
    for shop_or_front in ("front", "product"):  # both have the signs of a listing, too
        if weights[shop_or_front] >= _STRONG:
            weights[shop_or_front] += weights["listing"]
    rival = max(weights, key=lambda name: weights[name], default="other")
    margin = article - weights[rival]
    kept = margin >= _KEPT_FROM or weights[rival] < _FEWEST_AGAINST
    order = ("article", rival) if kept else (rival, "article")
    reasons = [sign.phrase for name in order for sign in seen if sign.page_type == name]
    return Gate(order[0], kept, doubtful=kept and margin < _SURE_FROM, reasons=tuple(reasons))


def page_type_candidates(
    page: Page, text: str, facts: PageFacts, kind: Reading[Kind] | None
) -> Iterator[Candidate]:
    """The signs of the page, each with its type of page and its points."""
    if page.tree is not None:
        features = PageFeatures(page, text, facts, kind)
        for sign in SIGNS:
            if sign.is_seen(features):
                yield Candidate(sign.page_type, "sign", sign.weight, note=sign.phrase)
