"""Is this page an article? Its signs are added up and compared with those of other types of page.

When in doubt a page is kept and marked as doubtful. The table of signs is in `signs.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archive.clean.evidence import Candidate
from archive.clean.page.page import Page
from archive.clean.page_type.features import PageFeatures, read_features
from archive.clean.page_type.other_pages import why_closed
from archive.clean.page_type.signs import SIGNS, articles_in, has_made_slug
from archive.clean.rating.rating import read_rating
from archive.clean.template.sources import PageFacts
from archive.model import Gate, Kind, Reading

_KEPT_FROM = -1  # points for an article minus those for the likeliest other type
_SURE_FROM = 3
_FEWEST_AGAINST = 3  # points of another type; with fewer, a page is kept
_STRONG = 4
_TINY = 40  # words


def classify_page(page: Page, text: str, facts: PageFacts, kind: Reading[Kind] | None) -> Gate:
    """Whether a page of this clean text is an article, with the reasons. Pure; never raises."""
    features = read_features(page, text, facts, kind)
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
    is_named = is_signed or features.in_feed or has_made_slug(features)
    return (features.words > _TINY // 2 and features.dated and is_named) or articles_in(features) > 0


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
        features = read_features(page, text, facts, kind)
        for sign in SIGNS:
            if sign.is_seen(features):
                yield Candidate(sign.page_type, "sign", sign.weight, note=sign.phrase)
