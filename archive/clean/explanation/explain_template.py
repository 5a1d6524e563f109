"""What of a page that was read by its outlet's template is not in its text, and why."""

from __future__ import annotations

from collections.abc import Iterator

from archive.clean.dom.blocks import Block
from archive.clean.evidence import Dropped, TextEvidence
from archive.clean.explanation.explain_text import by_line, learned_away
from archive.clean.page.page import Page
from archive.clean.template.block_places import places_of
from archive.clean.template.read import TemplateReading, read_by_template
from archive.clean.text.text import find_text, in_caption, read_lines
from archive.model import Learned
from archive.places import Template, TemplateUse


def describe_use(use: TemplateUse | None) -> str:
    """What the outlet's template was to a page that took the whole road, to follow how it was read."""
    if use is None:
        return ""
    if use.outcome == "misfit":
        return f"; it does not fit its outlet's template: {use.reason}"
    if use.outcome == "different":
        return f"; its outlet's template was checked on it, and reads another {use.reason}"
    return "; its outlet's template was checked on it, and reads the same"


def explain_template(
    page: Page, template: Template, title: str | None, byline: str | None, learned: Learned
) -> TextEvidence:
    """How `clean` comes to the text of a page that it reads by the outlet's template. Pure."""
    reading = read_by_template(page, template)
    keep = reading.keep if isinstance(reading, TemplateReading) else ()
    found = find_text(page, keep)
    lines = read_lines(page, title, byline, keep)
    dropped = (
        *_by_place(page, template, found.kept),
        *by_line(found.lines, title, byline),
        *learned_away(lines, learned),
    )
    how = "the template of its outlet: the places that the outlet's last pages were read from"
    return TextEvidence(how, len(page.blocks), dropped=dropped)


def _by_place(page: Page, template: Template, kept: list[Block]) -> Iterator[Dropped]:
    """The blocks that stand where the outlet's pages have no text."""
    taken = set(kept)
    for block, place in zip(page.blocks, places_of(page.blocks), strict=True):
        if block in taken:
            continue
        if in_caption(block):
            yield Dropped(block.text, "the caption of a figure, which stands beside the text", place)
        elif place in template.dropped:
            yield Dropped(block.text, "stands where the outlet's pages have no text", place)
        else:
            yield Dropped(block.text, "stands in a place that is new, and is no prose", place)
