"""The dates that a page prints: near the headline, or elsewhere in a `<time>` or after a label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.dates.languages import date_languages
from archive.clean.dates.machine import parse_machine
from archive.clean.dates.parse import find_dates
from archive.clean.dom.blocks import Block
from archive.clean.dom.box_sorts import FOREIGN, is_outside_article
from archive.clean.dom.element_text import element_text
from archive.clean.page.page import Page, cached_per_page
from archive.clean.page.printed import printed_lines, spaced_text
from archive.clean.vocabulary import alternatives
from archive.model import Moment, Reading

_PUBLISHED, _UPDATED = alternatives("dates", "published"), alternatives("dates", "updated")
_PUBLISHED_WORD = re.compile(rf"{_PUBLISHED}|{alternatives('dates', 'published_too')}", re.I)
_UPDATED_WORD = re.compile(rf"{_UPDATED}|{alternatives('dates', 'updated_too')}", re.I)
_LABEL = re.compile(rf"{_PUBLISHED}|{_UPDATED}|written by", re.I)  # of a date wherever it stands

_LONGEST_LINE = 180  # characters
_LONGEST_LABELLED = 120  # characters of a line with a label
_LABEL_CHARS = 40  # a shorter line is a label, and its date may be on the next line
_MOST_PRINTED = 4  # dates near a headline; further ones are of other articles
_MOST_TIMES = 50  # `<time>` elements in the element around a line that are looked at
_CARDS = 3  # so many days in elements with the same tag and class are of other articles' cards
_SENTENCE_WORDS = 5  # with more lower-case words before it, a date is part of a sentence

_POST_DATE = re.compile(r"\b(?:wp-block-post-date|(?:entry|post)-date|published)\b")

_LOWER = re.compile(r"(?<!\w)[^\W\d_A-ZÀ-Þ]{2,}(?!\w)")

_SENTENCE = re.compile(r"[.!?|•·–—:]\s")


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
    printed = printed_lines(page, title)
    lines = [printed.blocks[i] for i in printed.near]
    shown = list(islice(_printed(page, lines), _MOST_PRINTED))
    if cards := _cards(shown):
        lines = [line for line in lines if _tag_and_class(line) not in cards]
        shown = list(islice(_printed(page, lines), _MOST_PRINTED))
    times = (time for line in lines for time in islice(line.box.element.iter("time", "abbr"), _MOST_TIMES))
    return [*_times(page, times), *shown]


def dates_of_post(page: Page) -> list[ShownDate]:
    """The date in the only `<time>` that is marked as the post's, below its text as well as above."""
    times = page.tagged("time", "abbr")
    marked = [one for one in times if _POST_DATE.search(_class_names(one)) and not is_outside_article(one)]
    return list(_times(page, marked)) if len(marked) == 1 else []


@cached_per_page
def dates_elsewhere(page: Page) -> list[ShownDate]:
    """The dates elsewhere on the page, those labelled as the date of publication first."""
    return sorted(islice(_elsewhere(page), _MOST_PRINTED), key=lambda shown: not shown.is_labelled)


def _elsewhere(page: Page) -> Iterator[ShownDate]:
    yield from _times(page, (time for time in page.tagged("time") if not is_outside_article(time)))
    for i, block in enumerate(page.blocks):
        is_label = len(block.text) < _LONGEST_LABELLED and _LABEL.search(block.text)
        if is_label and not is_outside_article(block.box.element, FOREIGN):
            following = page.blocks[i + 1 : i + 3] if len(block.text) < _LABEL_CHARS else []
            yield from _printed(page, (block, *following))


def _cards(shown: list[ShownDate]) -> set[str]:
    """Tag and class of the elements that hold the dates of several articles."""
    days: dict[str, set[date]] = {}
    for one in shown:
        if not one.is_update:
            days.setdefault(one.tag_and_class, set()).add(one.reading.value.at.date())
    return {tag_and_class for tag_and_class, dates in days.items() if len(dates) >= _CARDS}


def _tag_and_class(line: Block) -> str:
    return f"{line.box.tag} {line.box.element.get('class') or ''}"


def _times(page: Page, elements: Iterable[HtmlElement]) -> Iterator[ShownDate]:
    """The dates of `<time datetime>` and `<abbr title>`."""
    for element in elements:
        printed = element.get("datetime") or element.get("title") or ""
        if moment := parse_machine(printed, page.captured_at):
            label, names = _label_before(element), _class_names(element)
            is_labelled = _PUBLISHED_WORD.search(f"{label} {element.get('class') or ''}") is not None
            reading = Reading(moment, "time", printed)
            yield ShownDate(_is_update(label, names), reading, is_labelled=is_labelled)


def _class_names(element: HtmlElement) -> str:
    """The classes of an element and of its parent."""
    parent = element.getparent()
    return f"{element.get('class') or ''} {(parent.get('class') or '') if parent is not None else ''}"


def _label_before(element: HtmlElement) -> str:
    """The last words before an element in its line."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return f"{element_text(previous)}{previous.tail or ''}".strip()[-_LABEL_CHARS:]
    return ((parent.text or "") if parent is not None else "").strip()[-_LABEL_CHARS:]


def _is_update(label: str, names: str) -> bool:
    if _PUBLISHED_WORD.search(label):
        return False
    return bool(_UPDATED_WORD.search(label) or re.search(r"updated|modified", names, re.I))


def _printed(page: Page, lines: Iterable[Block]) -> Iterator[ShownDate]:
    """The dates in some lines. The label of a date may be on the line before."""
    label = ""
    for line in lines:
        text = spaced_text(line)
        if len(text) <= _LONGEST_LINE:
            yield from _read_line(page, line, text, label)
        label = text if len(text) < _LABEL_CHARS else ""


def _read_line(page: Page, line: Block, text: str, label: str) -> Iterator[ShownDate]:
    end = 0
    for start, printed, moment in find_dates(text, page.captured_at, date_languages(page)):
        own = text[end:start].strip()
        before = own or (label if not end else "")
        is_update = _is_update(before, _class_names(line.box.element))
        is_labelled = _PUBLISHED_WORD.search(before) is not None
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
