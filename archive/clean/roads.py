"""The two ways to a page's text, title, authors and dates: by its outlet's template, or the whole road.

The whole road asks the judge of blocks and weighs every source of a fact. Where an outlet's last pages all
took theirs from the same places, the next page is read from there (`archive.clean.template`).
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Literal

from archive.clean.authors.authors import read_authors
from archive.clean.boilerplate.lines import Line
from archive.clean.dates.dates import Dates, read_dates
from archive.clean.facts.title import read_title
from archive.clean.guard import Guard
from archive.clean.metadata.graphs import VISIBLE_FORMATS
from archive.clean.page.page import Page
from archive.clean.page.read import with_all_formats
from archive.clean.site_rule import RuleFacts
from archive.clean.site_rule_text import read_rule_lines, strip_by_rule
from archive.clean.template.read import (
    Misfit,
    TemplateReading,
    differences,
    is_checked,
    page_places,
    read_by_template,
)
from archive.clean.template.settled import read_settled, unsettled
from archive.clean.template.sources import PageFacts
from archive.clean.text.judged import judge_page
from archive.clean.text.text import read_lines
from archive.model import Article, Capture
from archive.places import NO_TRACE, Settled, Template, TemplateTrace, TemplateUse
from archive.rules.model import SiteRule

SAME_TEXT = 0.98  # word F1 of the template's text and that of the whole road


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a page and the facts that stand around it.

    Attributes:
        road: by which it was read.
        page: that it was read from, with all that the other readers need.
        lines: of the text, before learned boilerplate is left out.
        facts: title, authors and dates.
        chosen: whether a site rule selects the elements that contain the text.
        template: of the page's outlet; None for none.
        reading: the page by the template; None for none.
    """

    road: Literal["template", "whole", "rule"]
    page: Page
    lines: list[Line]
    facts: PageFacts
    chosen: bool = False
    template: Template | None = None
    reading: TemplateReading | Misfit | None = None

    @property
    def proven(self) -> Template | None:
        """The template that the page was read by; None where it took another road."""
        return self.template if self.road == "template" else None


def formats_to_read(url: str, rules: SiteRule | None, template: Template | None) -> Container[str]:
    """The formats of structured data in visible elements that a page's road asks for."""
    return VISIBLE_FORMATS if template is None or rules or is_checked(url) else template.formats


def read_body(
    page: Page,
    capture: Capture,
    template: Template | None,
    guard: Guard,
) -> Body:
    """Read a page's text and the facts around it, by its outlet's template where it fits.

    Every twentieth page takes the whole road even where its outlet has a template, to check this.

    Args:
        page: the page, with the formats that `formats_to_read` names.
        capture: that it was read from.
        template: of its outlet; None for none.
        guard: calls the readers.
    """
    reading = guard.read("template", lambda: read_by_template(page, template), None) if template else None
    if isinstance(reading, TemplateReading) and not is_checked(page.url):
        lines = guard.read("text by the template", lambda: _lines(page, reading), None)
        if lines is not None:
            return Body("template", page, lines, reading.facts, template=template)
    whole = with_all_formats(page, capture, guard) if template and not is_checked(page.url) else page
    facts = _whole_facts(whole, RuleFacts(), guard)
    lines = guard.read("text", lambda: read_lines(whole, facts.headline, facts.byline), [])
    return Body("whole", whole, lines, facts, template=template, reading=reading)


def read_body_by_rule(page: Page, rules: SiteRule, by_rule: RuleFacts, guard: Guard) -> Body:
    """Read a page's text and the facts around it, what a site rule matches before all else.

    Args:
        page: the page.
        rules: the site rule for it.
        by_rule: the facts that this gives.
        guard: calls the readers.
    """
    facts = _whole_facts(page, by_rule, guard)
    head = facts.headline, facts.byline
    rest = guard.read("elements that the site rule strips", lambda: strip_by_rule(page, rules), page)
    chosen = guard.read("text by the site rule", lambda: read_rule_lines(rest, rules, *head), None)
    lines = chosen or guard.read("text", lambda: read_lines(rest, *head), [])
    return Body("rule", page, lines, facts, chosen=bool(chosen))


def trace_template(body: Body, article: Article, *, traced: bool) -> TemplateTrace:
    """What a cleaned page says of its outlet's template.

    Args:
        body: of the page.
        article: as it was read.
        traced: whether to say where the text and the facts stood.
    """
    if body.road != "whole":
        return TemplateTrace(use=TemplateUse("read")) if body.proven else NO_TRACE
    judged = judge_page(body.page)
    keep = judged.kept.tolist() if judged is not None else []
    settled = read_settled(body.page, article)
    places = page_places(body.page, keep, body.facts, settled) if traced else None
    return TemplateTrace(places, _use(body, article, settled))


def _use(body: Body, article: Article, settled: Settled) -> TemplateUse | None:
    """What the template was to a page that took the whole road."""
    reading, template = body.reading, body.template
    if reading is None or template is None:
        return None
    if isinstance(reading, Misfit):
        return TemplateUse("misfit", reading.reason)
    other = _lines(body.page, reading)
    names = differences(body.facts, _text(body.lines), reading.facts, _text(other), SAME_TEXT)
    names += unsettled(body.page, article, settled, template)
    return TemplateUse("different", ", ".join(names)) if names else TemplateUse("same")


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _lines(page: Page, reading: TemplateReading) -> list[Line]:
    return read_lines(page, reading.facts.headline, reading.facts.byline, reading.keep)


def _whole_facts(page: Page, by_rule: RuleFacts, guard: Guard) -> PageFacts:
    title = by_rule.title or guard.read("title", lambda: read_title(page), None)
    headline = title.value if title else None
    authors = by_rule.authors or guard.read("authors", lambda: read_authors(page, headline), None)
    dates = guard.read("dates", lambda: read_dates(page, headline), Dates())
    return PageFacts(title, authors, replace(dates, published=by_rule.published or dates.published))
