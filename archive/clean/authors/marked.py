"""Elements that are marked or named as the byline: `rel="author"`, microdata, classes, links to a profile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.authors.claims import MOST_AUTHORS, WEAK_PLACE, Claim, make_claim
from archive.clean.authors.labels import BY, OTHER_ROLE, OTHER_ROLE_START, REVIEWED_BY
from archive.clean.dom.element_text import element_text
from archive.clean.page.near_headline import FOREIGN_NAMES, is_outside_article, lines_in

_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|writers?|contributors?|posted-by|p-author)(?=$|[\s_-])|"
    r"author(?:s|name|link)?(?=$|[\s_-])|byline|"
    r"(?:^|[\s_-])(?:autor(?:en|es|in|e)?|autora|auteure?s?|firma|assinatura|verfasser)(?=$|[\s_-])",
    re.I,
)

_AUTHOR_PATH = re.compile(
    r"/(?:authors?|contributors?|profiles?|people|staff|writers?|by|autor(?:es|en|i|e)?|auteurs?|redaktion|redactie|"
    r"redazione|redacteurs?|firmas?|journalistes?|colunistas?)/[^/]+/?$",
    re.I,
)

_MARKED_TAGS = (
    "a", "span", "div", "p", "address", "li", "strong", "h2", "h3", "h4", "h5", "h6", "section", "cite",
    "b", "em", "td", "ul", "dd",
)  # fmt: skip

# A fast test of all attributes in lower case, made for every element before `_mark_weight`.
_MAY_BE_MARKED = re.compile(
    r"author|by-?line|writer|contributor|posted-by|aut[eo]+ur|autor|firma|assinatura|verfasser|"
    r"/(?:profile|people|staff|by|redaktion|redactie|redazione|redacteur|journaliste|colunista)s?/"
)

_LONGEST_BYLINE = 140  # characters

_MOST_MARKED = 200  # elements that are looked at

_LONGEST_BOX = 1500  # characters of a box about the author

_MOST_FAR = 8  # bylines far from the headline

# The weights of the places.
_MARKED = 4.0

_LIST_BONUS = 0.2  # added for a list of names, so that it outweighs each of them

_LINKED = 3.0

_FAR_SHARE = 0.5  # of its weight that a place far from the headline keeps


def marked_claims(tree: HtmlElement, near_headline: set[HtmlElement | None]) -> Iterator[Claim]:
    """Elements marked or named as the byline: those near the headline, and with less weight others.

    Names outside the article count only if all of them are the same.
    """
    groups: dict[HtmlElement, list[Claim]] = {}
    outside: list[Claim] = []
    far = 0
    candidates = (e for e in tree.iter(*_MARKED_TAGS) if _MAY_BE_MARKED.search(" ".join(e.values()).lower()))
    for element in islice(candidates, _MOST_MARKED):
        weight = _mark_weight(element)
        if not weight or _has_other_role(element):
            continue
        is_near = _is_near(element, near_headline)
        if not is_near and weight < _MARKED and re.search(r"\bby\s*:?$", _label_before(element), re.I):
            weight = _MARKED
        if not is_near and (far >= _MOST_FAR or weight < _MARKED):
            continue
        text = _byline_text(element)
        if not text or OTHER_ROLE_START.match(text) or REVIEWED_BY.match(text):
            continue
        far += not is_near
        weight = weight if is_near else weight * (_FAR_SHARE + 0.15 * bool(BY.match(text)))
        claim = make_claim([text], "byline", weight, printed="author" not in _marks(element) and " " in text)
        if not is_near and is_outside_article(element):
            if claim.names and not is_outside_article(element, FOREIGN_NAMES):
                outside.append(claim)
            continue
        yield claim
        for box in islice(element.iterancestors(), 2) if is_near else ():
            groups.setdefault(box, []).append(claim)
    yield from _lists(groups)
    if len({claim.names for claim in outside}) == 1 and not any(claim.weight >= _MARKED for claim in outside):
        yield replace(outside[0], weight=WEAK_PLACE)


def _lists(groups: dict[HtmlElement, list[Claim]]) -> Iterator[Claim]:
    """A claim for each box with several names, each in an element of its own: one list of authors."""
    for claims in groups.values():
        single = [claim for claim in claims if len(claim.names) == 1]
        names = tuple(dict.fromkeys(name for claim in single for name in claim.names))
        if 1 < len(names) <= MOST_AUTHORS:
            weight = min(claim.weight for claim in single) + _LIST_BONUS
            yield Claim(names, "byline", ", ".join(dict.fromkeys(claim.raw for claim in single)), weight)


def _byline_text(element: HtmlElement) -> str:
    """The text of a byline element; of a box about the author only its first line, which has the name."""
    text = element_text(element)
    if len(text) <= _LONGEST_BYLINE:
        return text
    first = next(iter(lines_in(element)), None) if len(text) < _LONGEST_BOX else None
    return first.text if first and 1 <= first.text.count(" ") <= 3 else ""


def _marks(element: HtmlElement) -> list[str]:
    """The values of an element's `rel`, `itemprop` and `property`, without the prefix of a vocabulary."""
    names = f"{element.get('rel') or ''} {element.get('itemprop') or ''} {element.get('property') or ''}"
    return ["author" if name in ("schema:author", "dc:creator") else name for name in names.split()]


def _mark_weight(element: HtmlElement) -> float:
    """The weight of an element as a byline by its own attributes; 0 where they do not mark one."""
    if "author" in _marks(element):
        return _MARKED + 0.5
    names = f"{element.get('class') or ''} {element.get('data-testid') or ''} {element.get('id') or ''}"
    if _BYLINE_CLASS.search(names):
        return _MARKED
    if element.tag == "a" and _AUTHOR_PATH.search((element.get("href") or "").partition("?")[0]):
        return _LINKED
    return 0.0


def _has_other_role(element: HtmlElement) -> bool:
    """Whether the label before an element says that its person did not write but edited or checked."""
    label = _label_before(element)
    return bool(OTHER_ROLE.search(label) or REVIEWED_BY.match(label))


def _label_before(element: HtmlElement) -> str:
    """The last words before an element, or before its parent."""
    for child in (element, element.getparent()):
        parent = child.getparent() if child is not None else None
        if child is None or parent is None:
            return ""
        previous = child.getprevious()
        label = (
            ((previous.tail or "").strip() or element_text(previous))
            if previous is not None
            else parent.text or ""
        )
        if label.strip():
            return label.strip()[-60:]
    return ""


def _is_near(element: HtmlElement, near_headline: set[HtmlElement | None]) -> bool:
    """Whether an element contains or is in one of the elements near the headline."""
    if element in near_headline or any(
        outer in near_headline for outer in islice(element.iterancestors(), 2)
    ):
        return True
    return any(inner in near_headline for inner in islice(element.iterdescendants(), 12))
