"""Printed bylines: lines that begin with "By", and every other place that prints one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from archive.clean.authors.claims import WEAK_PLACE, Claim, make_claim
from archive.clean.authors.labels import BY, BY_ALONE, OTHER_ROLE, OTHER_ROLE_START, REVIEWED_BY
from archive.clean.authors.marked import marked_claims
from archive.clean.authors.names import JAPANESE_LEAD
from archive.clean.authors.unlabelled import unlabelled_claims
from archive.clean.page.near_headline import ShownLine, is_outside_article, lines_after
from archive.clean.page.page import Page

_JAPANESE = re.compile(rf"\s(?={JAPANESE_LEAD})")  # "投稿日：2024/3/5　投稿者：山田花子"

_WRITTEN_BY = re.compile(
    r"\s*(?:this\s)?(?:article|post|story|review)?\s*(?:was\s)?(?:written|authored|posted|words)\s+by\b|"
    r"\s*(?:article|story|post|review)\s+by\b|\s*authors?(?:\(s\))?\s*:?\s*$",
    re.I,
)

_FAR_LABEL = re.compile(r"(?:ritten|osted) [bB]y|rticle by|^[ \t\r\n]*Author")

_LONGEST_LINE = 400  # characters of a line that begins with a byline

_LONGEST_LABELLED = 120  # characters of a text node with a label

_SHORT_LINE = 40  # characters

_MOST_PIECES = 12  # of a line that are looked at

_MOST_FAR = 8  # bylines far from the headline

# The weights of the places.
_BY_LINE, _BY_LINE_STEP = 6.0, 0.08  # a line near the headline, and what each line of distance takes off

_REVIEWED = 3.0


def printed_claims(page: Page, lines: list[tuple[int, ShownLine]]) -> Iterator[Claim]:
    """Every place on the page that prints a byline.

    Args:
        page: the page.
        lines: the lines around the headline with their distance from it.
    """
    near = list(_lines_with_by(lines))
    yield from near
    tree = page.tree
    if tree is not None:
        yield from marked_claims(tree, {line.element for _, line in lines})
        if not any(claim.names for claim in near):
            yield from _labelled_elsewhere(page)
            yield from unlabelled_claims(tree, lines)


def _lines_with_by(lines: list[tuple[int, ShownLine]]) -> Iterator[Claim]:
    """The lines near the headline that begin with "By", or follow a line that is only that."""
    before = ""
    for distance, line in lines:
        byline = _split_byline(line.pieces, before) if len(line.text) <= _LONGEST_LINE else None
        if byline:
            label, following = byline
            weight = _REVIEWED if REVIEWED_BY.match(label) else _BY_LINE - min(distance, 20) * _BY_LINE_STEP
            is_login = " " not in following[0] and (len(following) > 1 or len(line.text) < _SHORT_LINE)
            claim = make_claim([_join_names(following)], "byline", weight, printed=not is_login)
            yield replace(claim, raw=line.text)
        before = line.pieces[-1] if line.pieces else ""


def _split_byline(pieces: list[str], before: str) -> tuple[str, list[str]] | None:
    """The label of a byline ("By", "Words:") and the pieces after it; None for another line.

    Args:
        pieces: of the line.
        before: the last piece of the line before, which may be the label.
    """
    if BY_ALONE.fullmatch(before) and not OTHER_ROLE.search(before):
        return before, pieces
    pieces = [part for piece in pieces for part in _JAPANESE.split(piece)]
    for i, piece in enumerate(pieces[:_MOST_PIECES]):
        match = BY.match(f"{piece} ")
        if not match or OTHER_ROLE.search(piece) or OTHER_ROLE_START.match(piece):
            continue
        label = f"{pieces[i - 1] if i else before} {piece}"
        rest = piece[match.end() :]
        following = [rest, *pieces[i + 1 :]] if rest else pieces[i + 1 :]
        if following and (rest or not OTHER_ROLE.search(label)):
            return piece if rest else label, following
    return None


def _labelled_elsewhere(page: Page) -> Iterator[Claim]:
    """Names after a label such as "Written by" further down the page, outside of comments and cards."""
    for node in islice(page.texts.where(_is_label), _MOST_FAR):
        parent = node.element
        label = _WRITTEN_BY.match(node.text)
        if not label or is_outside_article(parent):
            continue
        rest = node.text[label.end() :].strip(" :\n\t")
        following = (
            [rest] if rest else [piece for line in lines_after(page, node) for piece in line.pieces][:6]
        )
        if following:
            yield make_claim([_join_names(following)], "byline", WEAK_PLACE)


def _is_label(text: str) -> bool:
    return len(text) < _LONGEST_LABELLED and _FAR_LABEL.search(text) is not None


def _join_names(pieces: list[str]) -> str:
    """The pieces of a byline, up to the first that no comma or "and" connects to the one before."""
    names = pieces[0]
    for piece in pieces[1:]:
        connected = re.match(r"(?:,|;|&|and\b|und\b|et\b|y\b|with\b|\+)", piece.strip(), re.I)
        if not connected and not re.search(r"(?:,|;|&|\band|\bund|\bet|\by|\bwith|\+)$", names.strip(), re.I):
            break
        names += f" {piece}"
    return names
