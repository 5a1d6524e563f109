"""The two ways to a page's text, title, authors and dates: by its outlet's template, or the whole road.

The whole road asks the judge of blocks and weighs every source of a fact. Where an outlet's last pages all
took theirs from the same places, the next page is read from there (`archive.clean.template`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.clean.authors.authors import read_authors
from archive.clean.boilerplate.lines import Line
from archive.clean.dates.dates import Dates, read_dates
from archive.clean.facts.title import read_title
from archive.clean.guard import Guard
from archive.clean.page.page import Page
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
from archive.clean.template.sources import PageFacts
from archive.clean.text.judged import judge_page
from archive.clean.text.text import read_lines
from archive.places import NO_TRACE, Template, TemplateTrace, TemplateUse
from archive.rules.model import SiteRule

SAME_TEXT = 0.98  # word F1 of the template's text and that of the whole road


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a page and the facts that stand around it.

    Attributes:
        lines: of the text, before learned boilerplate is left out.
        facts: title, authors and dates.
        chosen: whether a site rule selects the elements that contain the text.
        trace: what the page says of its outlet's template.
    """

    lines: list[Line]
    facts: PageFacts
    chosen: bool = False
    trace: TemplateTrace = NO_TRACE


def read_body(
    page: Page,
    rules: SiteRule | None,
    by_rule: RuleFacts,
    template: Template | None,
    guard: Guard,
    *,
    traced: bool,
) -> Body:
    """Read a page's text and the facts around it.

    A page with a site rule is read by the rule. Every twentieth page takes the whole road even where its
    outlet has a template, and says whether that would have read the same.

    Args:
        page: the page.
        rules, by_rule: the site rule for it, and the facts that this gives.
        template: of its outlet; None for none.
        guard: calls the readers.
        traced: whether to say where the text and the facts stood.
    """
    if rules is not None:
        return _by_rule(page, rules, by_rule, guard)
    reading = guard.read("template", lambda: read_by_template(page, template), None) if template else None
    if isinstance(reading, TemplateReading) and not is_checked(page.url):
        lines = guard.read("text by the template", lambda: _lines(page, reading), None)
        if lines is not None:
            return Body(lines, reading.facts, trace=TemplateTrace(use=TemplateUse("read")))
    facts = _whole_facts(page, RuleFacts(), guard)
    body = Body(guard.read("text", lambda: read_lines(page, facts.headline, facts.byline), []), facts)
    trace = guard.read("places of the text", lambda: _trace(page, body, reading, traced=traced), NO_TRACE)
    return replace(body, trace=trace)


def _trace(
    page: Page, body: Body, reading: TemplateReading | Misfit | None, *, traced: bool
) -> TemplateTrace:
    """What a page that took the whole road says of its outlet's template."""
    judged = judge_page(page)
    keep = judged.kept.tolist() if judged is not None else []
    places = page_places(page, keep, body.facts) if traced else None
    return TemplateTrace(places, _use(page, body, reading))


def _use(page: Page, body: Body, reading: TemplateReading | Misfit | None) -> TemplateUse | None:
    """What the template was to a page that took the whole road."""
    if reading is None:
        return None
    if isinstance(reading, Misfit):
        return TemplateUse("misfit", reading.reason)
    other = _lines(page, reading)
    names = differences(body.facts, _text(body.lines), reading.facts, _text(other), SAME_TEXT)
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


def _by_rule(page: Page, rules: SiteRule, by_rule: RuleFacts, guard: Guard) -> Body:
    facts = _whole_facts(page, by_rule, guard)
    head = facts.headline, facts.byline
    body = guard.read("elements that the site rule strips", lambda: strip_by_rule(page, rules), page)
    lines = guard.read("text by the site rule", lambda: read_rule_lines(body, rules, *head), None)
    return Body(lines or guard.read("text", lambda: read_lines(body, *head), []), facts, chosen=bool(lines))
