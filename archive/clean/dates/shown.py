"""The dates that a page prints: near the headline, or elsewhere in an element named or labelled as a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from lxml.html import HtmlElement

from archive.clean.dates.languages import DateLanguages, date_languages
from archive.clean.dates.machine import parse_machine
from archive.clean.dates.parse import find_dates
from archive.clean.dom.blocks import Block
from archive.clean.dom.box_sorts import FOREIGN, is_outside_article
from archive.clean.dom.element_text import element_text
from archive.clean.page.page import Page, cached_per_page
from archive.clean.page.printed import printed_lines, spaced_text
from archive.model import Moment, Reading

_UPDATED_WORD = re.compile(
    r"updated?|modified|edited|revised|reviewed|aktualisiert|geändert|überarbeitet|mise?\s+à\s+jour|modifi[éc]|a(?:c)?tualiz|"
    r"actualis|aggiorna|modificat|bijgewerkt|gewijzigd|更新|改訂",
    re.I,
)

_PUBLISHED_WORD = re.compile(
    r"publish|posted|publié|publicado|pubblicato|veröffentlicht|gepubliceerd|erschienen|geplaatst|postado|created|"
    r"公開|投稿|掲載|配信",
    re.I,
)

_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:published|posted|pub|publish|entry|post|article|blog|story|news|updated|modified|byline)"
    r"(?:[_-]+(?:\w+[_-]+)?)?(?:dates?|time|on|timestamp)(?=$|[\s_-])|(?:^|[\s_-])date(?:[_-]+)?(?:published|posted|updated|line)|"
    r"(?:^|\s)(?:published|dt-published|posted-on|timestamp|dateline)(?=$|\s)|"
    r"(?:^|[\s_-])(?:author|byline)[_-]+(?:info|details?|meta|data|box|wrap(?:per)?|content|text|container)(?=$|[\s_-])",
    re.I,
)

_DATED_TAGS = ("time", "span", "div", "p", "li", "small", "em", "i", "b")  # may have these classes

# Labels of a date without their first letter, which may be a capital, in the languages that we read.
_STEMS = (
    "osted", "ublished", "pdated", "ritten by", "eröffentlicht", "ktualisiert", "ublié", "is à jour",
    "ublicad", "ctualizad", "tualizad", "ubblicat", "ggiornat", "epubliceerd", "ijgewerkt", "公開", "更新",
)  # fmt: skip

_LABELLED = re.compile("|".join(_STEMS))

_POST_DATE = re.compile(r"\b(?:wp-block-post-date|(?:entry|post)-date|published)\b")

_LONGEST_LINE = 180  # characters
_LONGEST_LABELLED = 120  # characters of a line with a label
_LABEL_CHARS = 40  # a shorter line is a label, and its date may be on the next line
_MOST_PRINTED = 4  # dates near a headline; further ones are of other articles
_MOST_TIMES = 50  # `<time>` elements in the element around a line that are looked at
_CARDS = 3  # so many days in elements with the same tag and class are of other articles' cards
_SENTENCE_WORDS = 5  # with more lower-case words before it, a date is part of a sentence

_LOWER = re.compile(r"(?<!\w)[^\W\d_A-ZÀ-Þ]{2,}(?!\w)")

_SENTENCE = re.compile(r"[.!?|•·–—:]\s")


class _Line(NamedTuple):
    text: str
    element: HtmlElement


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A printed date.

    Attributes:
        is_update: whether its label says that it is the date of a change.
        is_plain: whether it is unambiguous: a day with a year, with the month as a word or in ISO format.
        is_labelled: whether its label says that it is the date of publication.
        tag_and_class: of the element around it.
    """

    is_update: bool
    reading: Reading[Moment]
    is_plain: bool = False
    is_labelled: bool = False
    tag_and_class: str = ""


@cached_per_page
def dates_near_headline(page: Page, title: str | None) -> list[ShownDate]:
    """The dates around the headline, nearest first: in `<time>`, then in text.

    Dates of other articles' cards not.
    """
    printed_near = printed_lines(page, title)
    lines = [_line(printed_near.blocks[i]) for i in printed_near.near]
    printed = list(islice(_printed(page, lines), _MOST_PRINTED))
    if cards := _cards(printed):
        lines = [line for line in lines if _tag_and_class(line) not in cards]
        printed = list(islice(_printed(page, lines), _MOST_PRINTED))
    return [*_times(page, lines), *printed]


def dates_of_post(page: Page) -> Iterator[ShownDate]:
    """The date in the only `<time>` that is marked as the post's, below its text as well as above."""
    times = page.tagged("time", "abbr")
    marked = [
        time for time in times if _POST_DATE.search(_class_names(time)) and not is_outside_article(time)
    ]
    if len(marked) == 1:
        yield from _read_element(page, marked[0])


@cached_per_page
def dates_elsewhere(page: Page) -> list[ShownDate]:
    """The dates elsewhere on the page, those labelled as the date of publication first."""
    return sorted(islice(_elsewhere(page), _MOST_PRINTED), key=lambda shown: not shown.is_labelled)


def _cards(printed: list[ShownDate]) -> set[str]:
    """Tag and class of the elements that hold the dates of several articles."""
    days: dict[str, set[date]] = {}
    for shown in printed:
        if not shown.is_update:
            days.setdefault(shown.tag_and_class, set()).add(shown.reading.value.at.date())
    return {tag_and_class for tag_and_class, dates in days.items() if len(dates) >= _CARDS}


def _line(block: Block) -> _Line:
    return _Line(spaced_text(block), block.box.element)


def _tag_and_class(line: _Line) -> str:
    return f"{line.element.tag} {line.element.get('class') or ''}"


def _times(page: Page, near: Iterable[_Line]) -> Iterator[ShownDate]:
    """The dates of `<time datetime>` and `<abbr title>` near the headline, nearest first."""
    for line in near:
        for element in islice(line.element.iter("time", "abbr"), _MOST_TIMES):
            printed = element.get("datetime") or element.get("title") or ""
            if moment := parse_machine(printed, page.captured_at):
                label, names = _label_before(element), _class_names(element)
                labelled = bool(_PUBLISHED_WORD.search(f"{label} {element.get('class') or ''}"))
                yield ShownDate(
                    _is_update(label, names), Reading(moment, "time", printed), is_labelled=labelled
                )


def _class_names(element: HtmlElement) -> str:
    """The classes of an element and of its parent."""
    parent = element.getparent()
    return f"{element.get('class') or ''} {(parent.get('class') or '') if parent is not None else ''}"


def _label_before(element: HtmlElement) -> str:
    """The last words before an element in its line."""
    words = ""
    for previous in element.itersiblings(preceding=True):
        words = f"{element_text(previous)}{previous.tail or ''} {words}"
        if words.strip():
            return words.strip()[-40:]
    parent = element.getparent()
    return ((parent.text or "") if parent is not None else "").strip()[-40:]


def _is_update(label: str, names: str = "") -> bool:
    if _PUBLISHED_WORD.search(label):
        return False
    return bool(_UPDATED_WORD.search(label) or re.search(r"updated|modified", names, re.I))


def _printed(page: Page, lines: Iterable[_Line]) -> Iterator[ShownDate]:
    """The dates in some lines. The label of a date may be on the line before."""
    label, languages = "", date_languages(page)
    for line in lines:
        text = line.text
        if len(text) <= _LONGEST_LINE:
            yield from _read_line(page, line, label, languages)
        label = text[-40:] if len(text) < 40 else ""


def _read_line(page: Page, line: _Line, label: str, languages: DateLanguages) -> Iterator[ShownDate]:
    text, end = line.text, 0
    names = _class_names(line.element)
    for start, printed, moment in sorted(find_dates(text, page.captured_at, languages), key=itemgetter(0)):
        own = text[end:start].strip()
        before = own or (label if not end else "")
        is_update, is_labelled = _is_update(before, names), _PUBLISHED_WORD.search(before) is not None
        if is_update or is_labelled or not _is_in_sentence(own):
            reading = Reading(moment, "byline", printed)
            yield ShownDate(is_update, reading, _is_plain(printed, moment), is_labelled, _tag_and_class(line))
        end = start + len(printed)


def _is_plain(printed: str, moment: Moment) -> bool:
    is_day = moment.precision in ("second", "day") and re.search(r"\d{4}", printed)
    return bool(is_day and re.search(r"[^\W\d_]{3}|^\d{4}", printed))


def _is_in_sentence(before: str) -> bool:
    """Whether a date is part of a sentence, by the words before it."""
    return len(_LOWER.findall(_SENTENCE.split(before)[-1])) > _SENTENCE_WORDS


def _elsewhere(page: Page) -> Iterator[ShownDate]:
    """The dates in elements whose class names a date, then those after a label."""
    if page.tree is None:
        return
    marked = {element for element, _ in page.classed(_DATE_CLASS.search)}
    marked.update(time for time in page.tagged("time") if time.get("datetime"))
    for element in page.tagged(*_DATED_TAGS) if marked else ():
        if element in marked and not is_outside_article(element):
            yield from _read_element(page, element)
    for i, block in enumerate(page.blocks):
        if _is_label(block.text) and not is_outside_article(block.box.element, FOREIGN):
            following = page.blocks[i + 1 : i + 3] if len(block.text) < _LABEL_CHARS else []
            yield from _printed(page, map(_line, (block, *following)))


def _is_label(text: str) -> bool:
    return len(text) < _LONGEST_LABELLED and _LABELLED.search(text) is not None


def _read_element(page: Page, element: HtmlElement) -> Iterator[ShownDate]:
    names = _class_names(element)
    if moment := parse_machine(element.get("datetime") or "", page.captured_at):
        yield ShownDate(
            _is_update(_label_before(element), names), Reading(moment, "time", element.get("datetime"))
        )
    elif len(text := element_text(element)) < _LONGEST_LINE:
        yield from _printed(page, [_Line(text, element)])
