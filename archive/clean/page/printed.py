"""The lines of a page and where they stand: near the headline, with author and date, or below the text."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice, takewhile

from lxml.html import HtmlElement

from archive.clean.dom.beside import MENUS, OUTSIDE, Surroundings, box_sorts
from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.element_text import short_element_text
from archive.clean.page.page import Page, cached_per_page, title_tag_text
from archive.clean.page.site_names import SEPARATOR, is_site_name, site_names
from archive.clean.vocabulary import word_set
from archive.folding import fold

_LONG = 150  # characters; a longer line is prose
_LINES_BEFORE, _LINES_AFTER = 10, 40  # lines around the headline that are near it
_LONG_LINES_AFTER = 2  # standfirsts that may stand above a byline
_ENDING = 2  # lines after the text that are its own though they stand in another box
_SHEET_LINES = 4  # lines before and after one of a data sheet where its other labels are looked for
_SHEET_DEPTH = 4  # boxes around a line among which its list or table is looked for
_LISTS = frozenset(("dl", "ul", "ol"))
_LISTS_AND_TABLES = _LISTS | {"table"}

# Labels of the data sheet of a work, and what may be one: a line so short, or what stands before a sign.
_SHEET = frozenset(word.replace("ı", "i") for word in word_set("bylines", "sheet"))
_MAY_BE_LABEL = re.compile(r"\W*(?:the\s)?([^:：・/]{1,25})(?:[:：・/]|$)", re.I)


def spaced_text(block: Block) -> str:
    """The text of a line with a space between its text nodes, which may be of elements side by side."""
    return block.text if len(block.parts) == 1 else " ".join(" ".join(block.parts).split())


def text_nodes(block: Block) -> list[str]:
    """The text nodes of a line, white space folded."""
    if len(block.parts) == 1:  # as most
        return [block.text]
    return [node for part in block.parts if (node := " ".join(part.split()))]


def _is_sheet_label(text: str) -> bool:
    match = _MAY_BE_LABEL.match(text)
    if match is None:
        return False
    label = match[1].strip().replace("-", " ").replace("İ", "i").lower()
    return label.replace("ı", "i") in _SHEET  # the capital of the Turkish dotless letter is I


@cached_per_page
def printed_lines(page: Page, title: str | None) -> Printed:
    """The lines of a page for its headline. Every reader shares them."""
    return Printed(page, title)


@cached_per_page
def headline_element(page: Page) -> HtmlElement | None:
    """The first h1; where there is none but the site's name, the first lower heading that `<title>` has."""
    site = site_names(page)
    for heading in page.tagged("h1"):
        if not is_site_name(short_element_text(heading, _LONG), site):
            return heading
    whole = title_tag_text(page)
    titles = {
        fold(part) for part in (whole, *SEPARATOR.split(whole)) if part and not is_site_name(part, site)
    }
    lower = page.tagged("h2", "h3") if titles else ()
    return next((one for one in lower if fold(short_element_text(one, _LONG)) in titles), None)


class Printed:
    """The blocks of a page with their place, for one headline.

    Attributes:
        blocks: of the page.
        head: the index of the headline; that before the first prose where the page does not show it.
        near: the indexes around the headline, nearest first, those after it first.
        last: the index of the last prose after the headline.
        around: gives what an element stands in, short of the boxes that hold the headline.
    """

    def __init__(self, page: Page, title: str | None) -> None:
        self.blocks, self._boxes = page.blocks, page.boxes  # not the page, which holds this in its cache
        most = [box for box in self._boxes if box.prose * 2 > self._boxes[0].prose]
        own = [box for box in most if "foreign" not in box_sorts(box.element)]
        self._main = own[-1] if own else None
        long = [i for i, block in enumerate(self.blocks) if len(block.text) > _LONG and self.in_main(block)]
        prose = long[0] if long else 0
        shown = self._headline(title, prose)
        self.head = prose - 1 if shown is None else shown
        center = self.blocks[self.head].box if 0 <= self.head < len(self.blocks) else self._main
        self.around = Surroundings([center.element] if center else []).sorts
        after = [i for i in long if i > self.head]
        end = after[_LONG_LINES_AFTER] if len(after) > _LONG_LINES_AFTER else len(self.blocks)
        first = after[0] if after else end
        following = range(self.head + 1, min(end, self.head + _LINES_AFTER))
        self.near = [i for i in following if i <= first or not self.region(self.blocks[i].box)]
        self.near += range(self.head - (shown is not None), max(-1, self.head - _LINES_BEFORE), -1)
        self._near = frozenset(self.near)
        self.last = max((i for i in after if self.blocks[i].is_prose), default=self.head)
        self._end = self._end_of_box(self.last) if after else self.last

    def _end_of_box(self, i: int) -> int:
        """The index of the last line in the box around that of a line."""
        box = self.blocks[i].box.parent or self.blocks[i].box
        while i + 1 < len(self.blocks) and self.blocks[i + 1].box.index < box.end:
            i += 1
        return i

    def is_of_text(self, i: int) -> bool:
        """Whether a line stands in the box around the last prose or above its end, or just below it."""
        return i <= self._end + _ENDING

    def in_main(self, block: Block) -> bool:
        """Whether a line stands in the box that holds most of the prose."""
        return self._main is None or self._main.holds(block.box)

    def _headline(self, title: str | None, prose: int) -> int | None:
        wanted = fold(title or "")
        headings = [i for i, block in enumerate(self.blocks) if block.box.tag == "h1"]
        if wanted:
            for i in headings:
                if wanted in fold(self.blocks[i].text):
                    return i
            for i, block in enumerate(self.blocks):
                size = len(block.text)
                if size * 2 > len(wanted) and size < len(wanted) + 12 and wanted.startswith(fold(block.text)):
                    return i
        return headings[0] if len(headings) == 1 and headings[0] < prose else None

    def zone(self, i: int) -> str:
        """Where a line stands: "near" the headline, in the "text", "below" it, "far" above the headline."""
        if i in self._near:
            return "near"
        return "below" if i > self.last else "text" if i > self.head else "far"

    def region(self, box: Box) -> str:
        """Where a box stands: "" in the article, "outside" of it, in a "menu", or "foreign".

        Foreign are comments and other articles.
        """
        sorts = self.around(box.element) & OUTSIDE
        return "foreign" if "foreign" in sorts else "menu" if sorts & MENUS else "outside" if sorts else ""

    def in_sheet(self, i: int) -> bool:
        """Whether a line is of the data sheet of a work: its list, table or like lines have labels."""
        own = self._container(i)
        before, after = range(i, max(i - _SHEET_LINES, 0) - 1, -1), range(i, i + _SHEET_LINES + 1)
        return any(
            any(map(_is_sheet_label, text_nodes(self.blocks[k]))) and self._container(k) == own
            for lines in (before, after)
            for k in takewhile(lambda k: k < len(self.blocks) and len(self.blocks[k].text) <= _LONG, lines)
        )

    def _container(self, i: int) -> tuple[int, str]:
        """What lines of one data sheet share: a list, a data table, a box of several lines, or all looks."""
        block = self.blocks[i]
        box, outer = block.box, block.box.parent
        tags = _LISTS_AND_TABLES if block.in_row else _LISTS
        for around in islice(box.ancestors_or_self(), _SHEET_DEPTH):
            if around.tag in tags:
                return around.index, ""
        if any(other is not block and other.box is box for other in self.blocks[max(i - 1, 0) : i + 2]):
            return box.index, ""
        return outer.index if outer else -1, f"{box.tag} {box.classes}"

    @cached_property
    def _direct(self) -> dict[HtmlElement, list[int]]:
        """The indexes of the lines of each box that are of no box within it."""
        direct: dict[HtmlElement, list[int]] = {box.element: [] for box in self._boxes}
        for i, block in enumerate(self.blocks):
            direct[block.box.element].append(i)
        return direct

    def lines_in(self, element: HtmlElement) -> list[int]:
        """The indexes of the blocks that an element holds, or of the one that holds it; [] for none shown."""
        direct, blocks = self._direct, self.blocks
        inside = (i for inner in element.iter() for i in direct.get(inner, ())) if element in direct else ()
        if held := sorted(inside):
            return held
        around = next((box for box in element.iterancestors() if box in direct), None)
        text = " ".join(element.text_content().split())
        lines = [i for i in direct.get(around, ()) if text and text in blocks[i].text][:1]
        # The line of a cell is its row's; of a row of data it is that of the other cells, too.
        return [i for i in lines if element not in direct or not blocks[i].in_row]
