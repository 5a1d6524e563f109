"""The critic's rating: from JSON-LD, microdata and microformats first, then as printed. Never invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.evidence import Candidate, describe_rating
from archive.clean.graph import OTHER_PROPERTIES, OTHER_TYPES, every_node, own_nodes
from archive.clean.page import Page
from archive.clean.printed import printed_rating, weigh_printed
from archive.clean.scales import number, parse_rating, rate
from archive.clean.structured import Node, types, values
from archive.model import Rating, Reading

_OTHER_BOX = re.compile(
    r"(?:^|[-_])(?:comments?|related|users?|readers?|sidebar|widget|recommend\w*)(?:$|[-_])", re.I
)
_RATINGS = etree.XPath(
    "descendant::*[@itemprop='reviewRating' or @property='reviewRating' or @property='schema:reviewRating']"
)
_REVIEWS = etree.XPath("descendant::*[contains(@class, 'hreview') or contains(@class, 'h-review')]")
_SUMS = etree.XPath("descendant::*[@itemprop='aggregateRating' or @property='aggregateRating']")
_STARS_COUNT_TO = (4.0, 5.0, 6.0)
_ASSUMED_BEST, _ASSUMED_WORST = 5.0, 1.0  # by schema.org, where a page names none


def read_rating(page: Page) -> Reading[Rating] | None:
    """The rating that the page's critic gives, read from the raw tree; None where the page gives none.

    Sources: `json-ld`, `microdata`, `hreview`, `aria`, `glyphs`, `class`, `text`.
    """
    marked = _from_json_ld(page) or _from_microdata(page) or _from_microformat(page)
    return _counted(marked, page) if marked else printed_rating(page)


def _counted(marked: Reading[Rating], page: Page) -> Reading[Rating]:
    """A marked rating, and that it counts stars where the page prints it as stars: markup cannot say so."""
    rating = marked.value
    if rating.scale != "points" or rating.best not in _STARS_COUNT_TO:
        return marked
    printed = printed_rating(page)
    shown = printed.value if printed else None
    same = (
        shown
        and shown.scale == "stars"
        and (shown.value, shown.best or rating.best) == (rating.value, rating.best)
    )
    return replace(marked, value=replace(rating, scale="stars")) if same else marked


def _from_json_ld(page: Page) -> Reading[Rating] | None:
    found = [
        (node, rating)
        for node in own_nodes(page)
        if "reviewRating" in node and (rating := _node_rating(node, page)) is not None
    ]
    if len(found) > 1:
        found = [(node, rating) for node, rating in found if _is_of(node, page)] or found
    ratings = {(rating.value, rating.best, rating.raw) for _, rating in found}
    return Reading(found[0][1], "json-ld", found[0][1].raw) if len(ratings) == 1 else None


def _node_rating(node: Node, page: Page) -> Rating | None:
    rating = next(iter(values(node, "reviewRating", page.nodes)), None)
    if not isinstance(rating, dict):
        return _structured(rating, None, None)
    if types(rating) & OTHER_TYPES or "ratingCount" in rating:
        return None
    return _structured(rating.get("ratingValue"), rating.get("bestRating"), rating.get("worstRating"))


def _is_of(node: Node, page: Page) -> bool:
    """Whether a review names this page as its address."""
    here = urlsplit(page.url).path.rstrip("/")
    named = [node.get("url"), node.get("mainEntityOfPage"), node.get("@id")]
    addresses = [
        str(one.get("@id") or one.get("url")) if isinstance(one, dict) else str(one) for one in named if one
    ]
    return any(urlsplit(address).path.rstrip("/") == here != "" for address in addresses)


def _structured(value: Any, best: Any, worst: Any) -> Rating | None:
    """A rating from properties; schema.org takes best and worst for 5 and 1 where they are absent."""
    raw = (
        " ".join(str(value).split())
        if isinstance(value, str | int | float) and not isinstance(value, bool)
        else ""
    )
    figure = number(raw)
    if figure is None:
        return parse_rating(raw)
    highest, lowest = _figure(best), _figure(worst)
    if figure == 0 and lowest != 0:  # what plugins print where nobody rated
        return None
    if highest is None and figure <= _ASSUMED_BEST:
        highest = _ASSUMED_BEST
    if lowest is None and figure >= _ASSUMED_WORST:
        lowest = _ASSUMED_WORST
    return rate(raw, figure, highest, lowest)


def _figure(value: Any) -> float | None:
    return (
        number(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    )


def _from_microdata(page: Page) -> Reading[Rating] | None:
    if page.tree is None:
        return None
    found = []
    for element in cast("list[HtmlElement]", _RATINGS(page.tree)):
        if _is_own(element):
            value, best, worst = (
                _property(element, name) for name in ("ratingValue", "bestRating", "worstRating")
            )
            if value is None and element.get("itemscope") is None:
                value = _content(element)
            if rating := _structured(value, best, worst):
                found.append(rating)
    agreed = {(rating.value, rating.best, rating.raw) for rating in found}
    return Reading(found[0], "microdata", found[0].raw) if len(agreed) == 1 else None


def _is_own(element: HtmlElement) -> bool:
    return _whose(element) is None


def _whose(element: HtmlElement) -> str | None:
    """The box that makes a marked rating another's, for people; None where it is the critic's."""
    for box in element.iterancestors():
        kind = f"{box.get('itemtype') or ''} {box.get('typeof') or ''}".replace("/", " ").replace(":", " ")
        names = f"{box.get('class') or ''} {box.get('id') or ''}".split()
        if (
            set(kind.split()) & OTHER_TYPES
            or box.get("itemprop") in OTHER_PROPERTIES
            or box.tag in ("aside", "nav")
        ):
            return f"in <{box.tag} {box.get('itemprop') or kind.strip() or ''}>".replace(" >", ">")
        if box.tag not in ("body", "html") and any(_OTHER_BOX.search(name) for name in names):
            return f"in <{box.tag} {' '.join(names)}>"
    return None


def _property(element: HtmlElement, name: str) -> str | None:
    for one in element.xpath(
        ".//*[@itemprop=$name or @property=$name or @property=$prefixed]",
        name=name,
        prefixed=f"schema:{name}",
    ):
        return _content(one)
    return None


def _content(element: HtmlElement) -> str | None:
    value = element.get("content") or element.get("value") or element.text_content()
    return " ".join(value.split()) or None


def weigh_rating(page: Page) -> Iterator[Candidate]:
    """Every rating on the page: the critic's, and those of others with what tells them apart."""
    yield from _weigh_json_ld(page)
    if page.tree is not None:
        yield from _weigh_microdata(page.tree)
        if reading := _from_microformat(page):
            yield Candidate(describe_rating(reading.value), reading.source, raw=reading.raw)
    yield from weigh_printed(page)


def _weigh_json_ld(page: Page) -> Iterator[Candidate]:
    for node, why in every_node(page):
        if "reviewRating" in node and (rating := _node_rating(node, page)):
            yield Candidate(describe_rating(rating), "json-ld", raw=rating.raw, note=why)
        elif "AggregateRating" in types(node) and (value := node.get("ratingValue")) is not None:
            count = node.get("ratingCount") or node.get("reviewCount")
            note = f"AggregateRating: the sum of {count or 'many'} ratings, not the critic's"
            yield Candidate(str(value), "json-ld", note=note)


def _weigh_microdata(tree: HtmlElement) -> Iterator[Candidate]:
    for element in cast("list[HtmlElement]", _RATINGS(tree)):
        said = (_property(element, name) for name in ("ratingValue", "bestRating", "worstRating"))
        if rating := _structured(*said):
            yield Candidate(describe_rating(rating), "microdata", raw=rating.raw, note=_whose(element))
    for element in cast("list[HtmlElement]", _SUMS(tree)):
        if value := _property(element, "ratingValue"):
            yield Candidate(value, "microdata", note="aggregateRating: the sum of many, not the critic's")


def _from_microformat(page: Page) -> Reading[Rating] | None:
    """hReview (`hreview` > `rating` > `value`, `best`) and h-review (`p-rating`, `p-best`)."""
    if page.tree is None:
        return None
    for review in cast("list[HtmlElement]", _REVIEWS(page.tree)):
        classes = (review.get("class") or "").split()
        if not {"hreview", "h-review"} & set(classes) or not _is_own(review):
            continue
        box = _classed(review, "rating") if "hreview" in classes else review
        value = _classed(box, "value", "p-rating") if box is not None else None
        value = box if value is None and box is not review else value
        best = _classed(review, "best", "p-best")
        worst = _classed(review, "worst", "p-worst")
        rating = _structured(*(_titled(one) if one is not None else None for one in (value, best, worst)))
        if rating:
            shown = parse_rating(value.text_content()) if value is not None else None
            if shown and shown.scale == "stars" and shown.value == rating.value:
                rating = replace(rating, scale="stars")
            return Reading(rating, "hreview", rating.raw)
    return None


def _classed(element: HtmlElement | None, *names: str) -> HtmlElement | None:
    for one in element.iter() if element is not None else ():
        if isinstance(one.tag, str) and set((one.get("class") or "").split()) & set(names):
            return one
    return None


def _titled(element: HtmlElement) -> str | None:
    inner = element.find(".//*[@class='value-title']")
    for one in (element, inner):
        said = (one.get("title") or one.get("value")) if one is not None else None
        if said:
            return str(said)
    return _content(element)
