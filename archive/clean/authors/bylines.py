"""The places on a page that print who wrote it: lines that begin with "By", and elements named for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.authors.claims import WEAK_PLACE, Claim, make_claim
from archive.clean.authors.names import JAPANESE_LEAD
from archive.clean.authors.unlabelled import unlabelled_claims
from archive.clean.dom.element_text import element_text, text_nodes_where
from archive.clean.page.near_headline import (
    FOREIGN_NAMES,
    ShownLine,
    is_outside_article,
    lines_after,
    lines_in,
)

_BY = re.compile(
    r"\W{0,3}(?:(?:th(?:is|e)\s(?:article|story|post|review|piece)\s(?:was\s)?(?:written\s)?)?"
    r"(?:(?:article|story|words|text|texte|written|posted|published|authored|submitted|created|reported|"
    r"compiled|interview|review|reviewed|écrit|rédigé|publié|(?:une\s)?critique|escrito|publicado|(?:una\s|uma\s)?(?:crítica|reseña|resenha)|"
    r"geschreven|gepubliceerd|geplaatst|(?:een\s)?recensie)\s*:?\s*(?:(?:on|le|el|em|op)\s[^.!?]{4,30}\s)?)?(?:by|par|por|door)\b|"
    r"(?:(?:geschrieben|verfasst|veröffentlicht|(?:ein[e]?\s)?(?:kritik|rezension|text|artikel)|"
    r"(?:una\s)?recensione|a\scura|scritto|pubblicato)\s)?"
    r"(?:von|di|da)\s(?=(?-i:[A-ZÀ-Þ]))|"
    r"(?:authors?|writers?|contributors?|words|autora?|autorin|auteure?|autore|autrice|teksto?|texte?|texto|testo|redac(?:ción|tie))\s*[:|]|"
    r"une?\s(?:texte|article|critique|reportage|entretien|enquête)\sde\s(?=(?-i:[A-ZÀ-Þ]))|"
    rf"{JAPANESE_LEAD})\s*:?\s*",
    re.I,
)

_JAPANESE = re.compile(rf"\s(?={JAPANESE_LEAD})")  # "投稿日：2024/3/5　投稿者：山田花子"

_BY_ALONE = re.compile(
    r"(?:.{0,25}\b(?:written|posted|published|words|story|article|post|review|reviewed|reported|authored|text)\s+)?"
    r"(?:by|von|par|por|door)\s*:?|(?:authors?|writers?|autor(?:in)?|auteur|autore)(?:\(s\))?\s*:",
    re.I,
)

_WRITTEN_BY = re.compile(
    r"\s*(?:this\s)?(?:article|post|story|review)?\s*(?:was\s)?(?:written|authored|posted|words)\s+by\b|"
    r"\s*(?:article|story|post|review)\s+by\b|\s*authors?(?:\(s\))?\s*:?\s*$",
    re.I,
)

_LABELLED = re.compile(r"(?:ritten|osted) [bB]y|rticle by|^[ \t\r\n]*Author")

# Somebody's part in the page other than having written it, as a label before the name.
_OTHER_PART = re.compile(
    r"\b(?:edited|(?:\w+ly|expert)\s+reviewed|articles|posts|stories|more|fact[\s-]?checked|verified|photograph\w*|photos?|images?|illustrat\w+|"
    r"translated|produced|directed|sponsored|powered|cited|recommended|followed|liked|endorsed|approved)\s*(?:by)?\s*:?\s*$",
    re.I,
)

_OTHER_PART_START = re.compile(
    r"\W*(?:edited|(?:\w+ly|expert)\s+reviewed|fact[\s-]?check|updated|photo|image|translated|sponsored)",
    re.I,
)

# The critic's own word, or the second pair of eyes of a magazine: less sure than "By".
_REVIEWED_BY = re.compile(r"\W*reviewed\b|.*\breviewed\s+by\s*:?$", re.I)

_BYLINE_NAME = re.compile(
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

# A quick look at all attributes, before `_mark` looks at each.
_MAY_BE_MARKED = re.compile(  # in lower case: asked of every element
    r"author|by-?line|writer|contributor|posted-by|aut[eo]+ur|autor|firma|assinatura|verfasser|"
    r"/(?:profile|people|staff|by|redaktion|redactie|redazione|redacteur|journaliste|colunista)s?/"
)

_LONGEST_BYLINE = 140

_LONGEST_LINE = 400

_LONGEST_LABEL = 120

_SHORT_LINE = 40

_MOST_PIECES = 12

_MOST_MARKED = 200

_LONGEST_BOX = 1500

MOST_AUTHORS = 8

_MOST_FAR = 8

# What a place is worth.
_VISIBLE, _VISIBLE_STEP = 6.0, 0.08

_REVIEWED = 3.0

_MARKED = 4.0

_LISTED = 0.2  # on top of what its names are worth: a list is more than one of them

_LINKED = 3.0

_FAR_SHARE = 0.5


def printed_claims(tree: HtmlElement | None, lines: list[tuple[int, ShownLine]]) -> Iterator[Claim]:
    """Every place on the page that prints names as its byline.

    Args:
        tree: the page's tree; None for plain text.
        lines: the lines round the headline with their distance from it.
    """
    visible = list(_visible(lines))
    yield from visible
    if tree is not None:
        yield from _marked(tree, {line.element for _, line in lines})
        if not any(claim.names for claim in visible):
            yield from _labelled(tree)
            yield from unlabelled_claims(tree, lines)


def _visible(lines: list[tuple[int, ShownLine]]) -> Iterator[Claim]:
    """Lines near the headline that begin with "By", or that follow one that is nothing else."""
    before = ""
    for distance, line in lines:
        said = _said_by(line.pieces, before) if len(line.text) <= _LONGEST_LINE else None
        if said:
            label, following = said
            weight = _REVIEWED if _REVIEWED_BY.match(label) else _VISIBLE - min(distance, 20) * _VISIBLE_STEP
            is_login = " " not in following[0] and (len(following) > 1 or len(line.text) < _SHORT_LINE)
            claim = make_claim([_names_of(following)], "byline", weight, printed=not is_login)
            yield replace(claim, raw=line.text)
        before = line.pieces[-1] if line.pieces else ""


def _said_by(pieces: list[str], before: str) -> tuple[str, list[str]] | None:
    """The words that say "By" in a line or just before it, and the pieces that follow them."""
    if _BY_ALONE.fullmatch(before) and not _OTHER_PART.search(before):
        return before, pieces
    pieces = [part for piece in pieces for part in _JAPANESE.split(piece)]
    for i, piece in enumerate(pieces[:_MOST_PIECES]):
        found = _BY.match(f"{piece} ")
        if not found or _OTHER_PART.search(piece) or _OTHER_PART_START.match(piece):
            continue
        label = f"{pieces[i - 1] if i else before} {piece}"
        rest = piece[found.end() :]
        following = [rest, *pieces[i + 1 :]] if rest else pieces[i + 1 :]
        if following and (rest or not _OTHER_PART.search(label)):
            return piece if rest else label, following
    return None


def _labelled(tree: HtmlElement) -> Iterator[Claim]:
    """ "Written by X" further down the page, outside of comments and cards."""
    for text in text_nodes_where(tree, _is_label)[:_MOST_FAR]:
        holder = text.getparent()
        said = _WRITTEN_BY.match(str(text))
        if holder is None or not said or is_outside_article(holder):
            continue
        rest = str(text)[said.end() :].strip(" :\n\t")
        following = [rest] if rest else [piece for line in lines_after(text) for piece in line.pieces][:6]
        if following:
            yield make_claim([_names_of(following)], "byline", WEAK_PLACE)


def _is_label(text: str) -> bool:
    return len(text) < _LONGEST_LABEL and _LABELLED.search(text) is not None


def _names_of(pieces: list[str]) -> str:
    """The pieces of a byline, up to the first that no comma or "and" ties to those before."""
    names = pieces[0]
    for piece in pieces[1:]:
        tied = re.match(r"(?:,|;|&|and\b|und\b|et\b|y\b|with\b|\+)", piece.strip(), re.I)
        if not tied and not re.search(r"(?:,|;|&|\band|\bund|\bet|\by|\bwith|\+)$", names.strip(), re.I):
            break
        names += f" {piece}"
    return names


def _marked(tree: HtmlElement, close: set[HtmlElement | None]) -> Iterator[Claim]:
    """Elements named or marked as the byline: those near the headline, and with less weight the others."""
    groups: dict[HtmlElement, list[Claim]] = {}
    strays: list[Claim] = []
    far = 0
    candidates = (e for e in tree.iter(*_MARKED_TAGS) if _MAY_BE_MARKED.search(" ".join(e.values()).lower()))
    for element in islice(candidates, _MOST_MARKED):
        weight = _mark(element)
        if not weight or _is_other_part(element):
            continue
        is_near = _is_near(element, close)
        if not is_near and weight < _MARKED and re.search(r"\bby\s*:?$", _label_of(element), re.I):
            weight = _MARKED
        if not is_near and (far >= _MOST_FAR or weight < _MARKED):
            continue
        text = _byline_in(element)
        if not text or _OTHER_PART_START.match(text) or _REVIEWED_BY.match(text):
            continue
        far += not is_near
        worth = weight if is_near else weight * (_FAR_SHARE + 0.15 * bool(_BY.match(text)))
        claim = make_claim([text], "byline", worth, printed="author" not in _marks(element) and " " in text)
        if not is_near and is_outside_article(element):
            if claim.names and not is_outside_article(element, FOREIGN_NAMES):
                strays.append(claim)
            continue
        yield claim
        for holder in islice(element.iterancestors(), 2) if is_near else ():
            groups.setdefault(holder, []).append(claim)
    yield from _lists(groups)
    if len({claim.names for claim in strays}) == 1 and not any(claim.weight >= _MARKED for claim in strays):
        yield replace(strays[0], weight=WEAK_PLACE)


def _lists(groups: dict[HtmlElement, list[Claim]]) -> Iterator[Claim]:
    """Several names in one box, each an element of its own, are one list of authors."""
    for claims in groups.values():
        single = [claim for claim in claims if len(claim.names) == 1]
        names = tuple(dict.fromkeys(name for claim in single for name in claim.names))
        if 1 < len(names) <= MOST_AUTHORS:
            weight = min(claim.weight for claim in single) + _LISTED
            yield Claim(names, "byline", ", ".join(dict.fromkeys(claim.raw for claim in single)), weight)


def _byline_in(element: HtmlElement) -> str:
    """The text of a byline element; of a box about the author its first line, where the name stands."""
    text = element_text(element)
    if len(text) <= _LONGEST_BYLINE:
        return text
    first = next(iter(lines_in(element)), None) if len(text) < _LONGEST_BOX else None
    return first.text if first and 1 <= first.text.count(" ") <= 3 else ""


def _marks(element: HtmlElement) -> list[str]:
    """How an element is marked up: `rel`, microdata, RDFa; a vocabulary's prefix does not count."""
    names = f"{element.get('rel') or ''} {element.get('itemprop') or ''} {element.get('property') or ''}"
    return ["author" if name in ("schema:author", "dc:creator") else name for name in names.split()]


def _mark(element: HtmlElement) -> float:
    """What an element's own marks say of its being the byline, 0 for nothing."""
    if "author" in _marks(element):
        return _MARKED + 0.5
    names = f"{element.get('class') or ''} {element.get('data-testid') or ''} {element.get('id') or ''}"
    if _BYLINE_NAME.search(names):
        return _MARKED
    if element.tag == "a" and _AUTHOR_PATH.search((element.get("href") or "").partition("?")[0]):
        return _LINKED
    return 0.0


def _is_other_part(element: HtmlElement) -> bool:
    """Whether the words before an element say that somebody only edited or checked."""
    label = _label_of(element)
    return bool(_OTHER_PART.search(label) or _REVIEWED_BY.match(label))


def _label_of(element: HtmlElement) -> str:
    """The words just before an element, or before the one around it."""
    for holder in (element, element.getparent()):
        parent = holder.getparent() if holder is not None else None
        if holder is None or parent is None:
            return ""
        previous = holder.getprevious()
        label = (
            ((previous.tail or "").strip() or element_text(previous))
            if previous is not None
            else parent.text or ""
        )
        if label.strip():
            return label.strip()[-60:]
    return ""


def _is_near(element: HtmlElement, close: set[HtmlElement | None]) -> bool:
    if element in close or any(outer in close for outer in islice(element.iterancestors(), 2)):
        return True
    return any(inner in close for inner in islice(element.iterdescendants(), 12))
