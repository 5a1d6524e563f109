"""The dates that a page prints: near the headline, or elsewhere in a `<time>` or after a label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from lxml.html import HtmlElement

from archive.clean.dates.languages import date_languages
from archive.clean.dates.parse import PATTERNS, find_dates, may_hold_date, parse_machine
from archive.clean.dom.beside import FOREIGN, OUTSIDE
from archive.clean.dom.blocks import Block
from archive.clean.dom.element_text import element_text
from archive.clean.page.page import Page, cached_per_page
from archive.clean.page.printed import Printed, printed_lines, spaced_text
from archive.model import Moment, Reading

_PUBLISHED_WORD, _UPDATED_WORD = map(PATTERNS.compiled, ("{published_word}", "{updated_word}"))
_LABEL, _OTHER, _IMPRINT = map(PATTERNS.compiled, ("{label}", "{dates.other}", "{imprint}"))
_BETWEEN_DAYS, _UNTIL, _SPAN, _COUNTED = map(PATTERNS.compiled, ("{to}", "{until}", "{span}", "{counted}"))
_CELL_END = re.compile(r".*[|•·]$", re.S)  # what stands before such a mark is no label
_LABEL_TAGS = frozenset(("dt", "th", "td"))

_LONGEST_LINE = 180  # characters
_LONGEST_LABELLED = 120  # characters of a line with a label
_LONGEST_CLOSING = 60  # characters of a line with little else than a date
_LABEL_CHARS = 40  # a shorter line is a label, and its date may be on the next line
_LABELLED_LINES = 3  # such a line and those after it
_MOST_PRINTED = 4  # dates near a headline; further ones are of other articles
_MOST_TIMES = 50  # `<time>` elements in the element around a line that are looked at
_CARDS = 3  # so many days in elements with the same tag and class are of other articles' cards
_SENTENCE_WORDS = 5  # with more lower-case words before it, a date is part of a sentence

_POST_DATE = re.compile(r"\b(?:wp-block-post-date|(?:entry|post)-date|published)\b")

_CLOSING = 6  # lines at the end of the text that may hold its date
_AFTER_CHARS = 16  # after a date that can say what it is of

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
    near = printed.near
    shown = list(islice(_printed(page, printed, near), _MOST_PRINTED))
    if cards := _cards(shown):
        near = [i for i in near if _tag_and_class(printed.blocks[i]) not in cards]
        shown = list(islice(_printed(page, printed, near), _MOST_PRINTED))
    around = [printed.blocks[i].box.element for i in near] if page.tagged("time", "abbr") else []
    times = (time for element in around for time in islice(element.iter("time", "abbr"), _MOST_TIMES))
    return [*_times(page, times), *shown]


def dates_of_post(page: Page, title: str | None) -> list[ShownDate]:
    """The date in the only `<time>` that is marked as the post's, below its text as well as above."""
    times = page.tagged("time", "abbr")
    marked = [one for one in times if _POST_DATE.search(_class_names(one))]
    own = [one for one in marked if not printed_lines(page, title).around(one) & OUTSIDE]
    return list(_times(page, own)) if len(own) == 1 else []


@cached_per_page
def dates_elsewhere(page: Page, title: str | None) -> list[ShownDate]:
    """The dates elsewhere on the page, those labelled as the date of publication first."""
    shown = islice(_elsewhere(page, printed_lines(page, title)), _MOST_PRINTED)
    return sorted(shown, key=lambda one: not one.is_labelled)


def _elsewhere(page: Page, printed: Printed) -> Iterator[ShownDate]:
    """Those in `<time>`, those with a label, in lines or tooltips, and in short lines that end the text."""
    yield from _times(page, (time for time in page.tagged("time") if not printed.around(time) & OUTSIDE))
    blocks = printed.blocks
    dated = [len(block.text) <= _LONGEST_LINE and may_hold_date(block.text) for block in blocks]
    for i, block in enumerate(blocks):
        end = min(i + (_LABELLED_LINES if len(block.text) < _LABEL_CHARS else 1), len(blocks))
        labelled = any(dated[i:end]) and len(block.text) < _LONGEST_LABELLED and _LABEL.search(block.text)
        if labelled and not printed.around(block.box.element) & FOREIGN:
            yield from _printed(page, printed, range(i, end))
    yield from _in_tooltips(page, printed)
    for i in range(printed.last + 1, min(printed.last + _CLOSING, len(blocks))):
        block, is_own = blocks[i], printed.in_main(blocks[i]) or printed.is_of_text(i)
        if is_own and len(block.text) <= _LONGEST_CLOSING and not printed.region(block.box):
            closing = _printed(page, printed, (i,))
            yield from (one for one in closing if one.reading.value.precision != "month")


def _in_tooltips(page: Page, printed: Printed) -> Iterator[ShownDate]:
    """The dates behind a label in the tooltips of icons: "Publié le 05.12.2016"."""
    for element, text in page.attributed("title"):
        is_labelled = len(text) <= _LONGEST_CLOSING and _PUBLISHED_WORD.search(text) and may_hold_date(text)
        if is_labelled and not printed.around(element) & OUTSIDE:
            found = find_dates(text, page.captured_at, date_languages(page))
            yield from (
                ShownDate(_is_update(text, ""), Reading(one, "byline", text), is_labelled=True)
                for *_, one in found
            )


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
            if is_labelled or not _names_event(label):
                yield ShownDate(_is_update(label, names), reading, is_labelled=is_labelled)


def _class_names(element: HtmlElement) -> str:
    """The classes of an element and of its parent."""
    return " ".join(box.get("class") or "" for box in (element, *islice(element.iterancestors(), 1)))


def _label_before(element: HtmlElement) -> str:
    """The last words before an element in its line. A headline is no label: it may speak of a premiere."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is None:
        words = "" if parent is None else parent.text or ""
    else:
        words = "" if previous.tag in ("h1", "h2") else f"{element_text(previous)}{previous.tail or ''}"
    return words.strip()[-_LABEL_CHARS:]


def _is_update(label: str, names: str) -> bool:
    if _PUBLISHED_WORD.search(label):
        return False
    return bool(_UPDATED_WORD.search(label) or re.search(r"updated|modified", names, re.I))


def _printed(page: Page, printed: Printed, lines: Iterable[int]) -> Iterator[ShownDate]:
    """The dates in some lines. The label of a date may be on the line before."""
    label = ""
    for i in lines:
        text = spaced_text(line := printed.blocks[i])
        may_hold = len(text) <= _LONGEST_LINE and may_hold_date(text)
        if may_hold and (dates := find_dates(text, page.captured_at, date_languages(page))):
            is_of_work = _IMPRINT.search(text) is not None or printed.in_sheet(i)
            yield from _read_line(line, text, dates, label, is_of_work=is_of_work)
        is_label = text.endswith((":", "：")) or line.box.tag in _LABEL_TAGS
        label = "" if len(text) >= _LABEL_CHARS else f"{text.rstrip(':： ')}:" if is_label else text


def _read_line(
    line: Block, text: str, dates: list[tuple[int, str, Moment]], label: str, *, is_of_work: bool
) -> Iterator[ShownDate]:
    """The dates in a line, without those that are of something else than the article.

    Args:
        label: the line before if it is short; with a colon where it is a label.
        is_of_work: whether the line is one of the data sheet of a work.
    """
    gaps = [text[start + len(found) : after] for (start, found, _), (after, *_) in pairwise(dates)]
    spans = [_BETWEEN_DAYS.fullmatch(gap) is not None for gap in gaps]
    end = 0
    for k, (start, printed, moment) in enumerate(dates):
        own = text[end:start].strip()
        # In a table the cell before a date is its label.
        is_cell = line.in_row or line.box.tag == "tr"
        own = own.rstrip("| ").rpartition("|")[2] if is_cell else _CELL_END.sub("", own)
        before = own or (label if not end else "")
        end = start + len(printed)
        is_event = any(spans[max(k - 1, 0) : k + 1]) or _is_of_event(own, label, printed, moment, line)
        is_update = _is_update(before, _class_names(line.box.element))
        is_labelled = _PUBLISHED_WORD.search(before) is not None and not is_of_work
        in_sentence = len(_LOWER.findall(_SENTENCE.split(own)[-1])) > _SENTENCE_WORDS
        if not is_event and (is_update or is_labelled or not (is_of_work or in_sentence)):
            reading = Reading(moment, "byline", printed)
            is_plain = _is_plain(printed, moment)
            yield ShownDate(is_update, reading, is_plain, is_labelled, _tag_and_class(line))


def _is_of_event(own: str, label: str, printed: str, moment: Moment, line: Block) -> bool:
    """Whether the words beside a date say that something else was then: a release, a run, a birth."""
    before = own or (label if label.endswith(":") else "")
    if _names_event(before):
        return True
    first = _SPAN.search(before)
    is_span = first and not _COUNTED.search(before[: first.start()])
    if _UNTIL.search(before) or (first and is_span and (first[2] or int(first[1]) < moment.at.day)):
        return True
    after = next((part.partition(printed)[2] for part in line.parts if printed in part), "")
    return _OTHER.search(_SENTENCE.split(after)[0][:_AFTER_CHARS]) is not None


def _names_event(before: str) -> bool:
    """Whether the label of a date names an event, or a release."""
    label = _SENTENCE.split(before.rstrip(" :："))[-1][-_LABEL_CHARS:]
    return not _PUBLISHED_WORD.search(label) and _OTHER.search(label) is not None


def _is_plain(printed: str, moment: Moment) -> bool:
    is_day = moment.precision in ("second", "day") and re.search(r"\d{4}", printed)
    return bool(is_day and re.search(r"[^\W\d_]{3}|^\d{4}", printed))
