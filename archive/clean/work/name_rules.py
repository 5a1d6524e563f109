"""The names that a page's words give its work: rule by rule, the most trusted first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from archive.clean.kind.section import covers_works, kind_beside, section_kind
from archive.clean.kind.vocabulary import MANY, kind_of_title, says_review
from archive.clean.page.page import Page, title_tag_headline
from archive.clean.work.headline import is_of_concert, is_sure, name_in_headline, name_reviewed
from archive.clean.work.infobox import labels_in, medium_labelled, name_titled
from archive.clean.work.medium import medium_judged, medium_likely, medium_spoken
from archive.clean.work.names import (
    Telling,
    clean_name,
    is_name,
    name_called,
    name_in_opening,
    name_set_apart,
    with_article,
)
from archive.clean.work.score import Agreed, name_agreed, of_another
from archive.folding import fold
from archive.model import Kind, Medium

_OF_MANY = re.compile(
    rf"\b{MANY}\b|"
    r"(?:&|\band) more$|"
    r"\b(?:winners|nominees|nominations|nominierung\w*|nominaciones|shortlist|longlist)\b|"
    r"\b(?:best|worst|greatest|every|ranked|top \d+)\b|^(?:the )?\d{1,3} [a-z]",
    re.I,
)
_QUOTED = re.compile(r"[‘“„«\"][^’”“»\"]+[’”“»\"]")
_MOST_MARKED = 60
_COVERING = ("preview", "interview", "trailer", "recap")  # kinds of pieces that are about a work
_END = 900  # characters of either end of a text
_BRIEF = 400  # characters of the beginning
_SURE = 6  # points of a name that most places agree on


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A name that one rule reads.

    Attributes:
        note: the rule, in words.
        source: `title` or `text`.
        medium: what the rule itself, or the page as a whole, says that the work is.
        rated: whether the page's rating is of what has this name.
        refused: why it cannot be taken, or None.
    """

    name: str
    note: str
    source: str
    medium: Medium | None
    rated: bool = False
    refused: str | None = None


@dataclass(frozen=True)
class Words:
    """What is known of a page's words before a name is looked for.

    Attributes:
        medium: of the page, where it says one.
        rated: whether the page gives a rating.
    """

    page: Page
    text: str
    title: str
    medium: Medium | None
    rated: bool

    @cached_property
    def told(self) -> Telling:
        return Telling(self.text)

    @cached_property
    def shown(self) -> str:
        """What the page's `<title>` says, if it says that one work is reviewed, else ""."""
        shown = title_tag_headline(self.page)
        return shown if says_review(shown) and not _OF_MANY.search(shown) else ""

    @cached_property
    def section(self) -> Kind | None:
        """The kind by the page's section, or by a label beside the headline."""
        kind = section_kind(self.page) or kind_beside(self.page, self.title)
        return kind.value if kind else None

    @cached_property
    def judged(self) -> bool:
        """Whether one work is judged: there is a rating, or a review by its section or `<title>`."""
        by_name = self.section == "review" or bool(self.shown)
        return self.rated or (by_name and not _OF_MANY.search(self.title))

    @cached_property
    def reviewed(self) -> bool:
        """Whether the headline speaks of one work."""
        says_so = self.medium is not None and says_review(self.title)
        return self.judged or says_so or is_sure(self.title)

    @property
    def of_many(self) -> bool:
        """Whether the headline speaks of several works; names in quotation marks count for nothing."""
        unquoted = _QUOTED.sub(" ", self.title)
        return _OF_MANY.search(unquoted) is not None or kind_of_title(self.title) in ("list", "roundup")


def name_candidates(words: Words) -> Iterator[NameCandidate]:
    """The names by the headline, then those by the text. None of a concert's review, or of an obituary."""
    if kind_of_title(words.title) == "obituary":  # of a person, whose works it names
        return
    if words.reviewed and is_of_concert(words.title):
        return
    yield from _names_by_title(words)
    if words.shown:
        name = name_in_headline(words.shown, words.told, words.medium, reviewed=True)
        if name:
            yield NameCandidate(name, "a name in the page's <title>", "title", words.medium)
    yield from _names_by_text(words)


def _names_by_title(words: Words) -> Iterator[NameCandidate]:
    refused = None
    for place, (name, note) in enumerate(_title_rules(words)):
        if place == 0 and of_another(name, words.title):  # the rest of such a headline is no surer
            refused = "the headline is about somebody who made it"
        whole = with_article(name, words.title, words.told)
        yield NameCandidate(whole, note, "title", words.medium, rated=words.rated, refused=refused)


def _title_rules(words: Words) -> Iterator[tuple[str, str]]:
    page, title, told, medium = words.page, words.title, words.told, words.medium
    if (words.reviewed or medium) and (name := name_titled(page)):
        yield name, "the title that the work's data give"
    if name := _emphasised(page, title):
        yield name, "in italics in the headline"
    if kind_of_title(title) is None and (name := name_reviewed(title, words.shown)):
        yield name, "all of the headline, of which the page's <title> says that it is reviewed"
    if name := name_in_headline(title, told, medium, reviewed=words.reviewed, rated=words.rated):
        yield name, "a name in the headline"
    if name := name_called(told, title):
        yield name, "what the text calls a work, and the headline names"
    if words.shown and words.rated and medium:
        name = name_in_headline(words.shown, told, medium, reviewed=True, rated=True)
        if name:
            yield name, "a name in the page's <title>, rated"


def _names_by_text(words: Words) -> Iterator[NameCandidate]:
    medium, told = words.medium, words.told
    refused = "the headline speaks of many works" if words.of_many else None
    if medium and (name := name_in_opening(told)):
        yield NameCandidate(name, "a name in the opening", "text", medium, refused=refused)
    if agreed := _agreed(words):
        known = medium or _medium_of_agreed(words, agreed)
        note = f"{agreed.points} points: what marks it and what agrees with it"
        unknown = None if known else "nothing says what kind of work it is"
        yield NameCandidate(agreed.name, note, "text", known, refused=refused or unknown)
    if medium and (name := name_set_apart(_marked(words.page), told)):
        yield NameCandidate(name, "a name in italics in the text", "text", medium, refused=refused)


def _agreed(words: Words) -> Agreed | None:
    """What the page agrees on, where anything speaks of works at all."""
    page, text, title = words.page, words.text, words.title
    covered = words.medium is not None or covers_works(page)
    beside = kind_beside(page, title)
    asked = kind_of_title(title) in _COVERING or (beside is not None and beside.value in _COVERING)
    likely, spoken = medium_likely(text), medium_spoken(text, title)
    if not (covered or words.judged or asked or likely or spoken):
        ends = f"{text[:_END]}\n{text[-_END:]}"
        if medium_labelled(labels_in(ends)) is None:
            return None
    covered = covered and kind_of_title(title) != "interview"
    agreed = name_agreed(page, text, title, words.told, covered=covered)
    if agreed is None or (agreed.faint and _OF_MANY.search(agreed.name)):
        return None
    if not (covered or words.judged or asked or likely) and agreed.name not in text[:_BRIEF]:
        return None  # a work that an article about something else names
    return agreed if words.judged or asked or not agreed.faint or spoken else None  # goods are repeated too


def _medium_of_agreed(words: Words, agreed: Agreed) -> Medium | None:
    """The medium where nothing on the page but its words tells it: the surer the name, the fewer of them."""
    page, text, title = words.page, words.text, words.title
    sure = agreed.points >= _SURE
    covered = sure and (kind_of_title(title) in _COVERING or words.section in _COVERING)
    return (
        agreed.medium
        or (medium_likely(text) or medium_spoken(text, title) if sure else None)
        or (medium_judged(page, text) if words.rated or covered or (sure and covers_works(page)) else None)
    )


def _emphasised(page: Page, title: str) -> str | None:
    """The one name in italics in the headline."""
    for heading in page.tree.iter("h1") if page.tree is not None and title else ():
        if fold(heading.text_content()) == fold(title):
            marked = {clean_name(element.text_content()) for element in heading.iter("em", "i", "cite")}
            names = marked - {"", clean_name(title)}
            if len(names) == 1 and is_name(name := names.pop()):
                return name
    return None


def _marked(page: Page) -> Iterator[str]:
    """What stands in italics on the page."""
    for element in islice(page.tree.iter("em", "i", "cite"), _MOST_MARKED) if page.tree is not None else ():
        yield " ".join(element.text_content().split())
