"""The two ways to a page's text, title, authors and dates: by its outlet's template, or the whole road.

The whole road asks the judge of blocks and weighs every source of a fact. Where an outlet's last pages all
took theirs from the same places, the next page is read from there (`archive.clean.template`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from archive.clean.authors.authors import read_authors
from archive.clean.boilerplate.lines import Line
from archive.clean.dates.dates import Dates, read_dates
from archive.clean.facts.title import read_title
from archive.clean.guard import Guard
from archive.clean.needed import needed_elements, source_elements
from archive.clean.page.page import Page
from archive.clean.page.read import ALL, Scope
from archive.clean.site_rule import RuleFacts
from archive.clean.site_rule_text import read_rule_lines, strip_by_rule
from archive.clean.template.beside import cut_beside, find_beside
from archive.clean.template.find_sources import sources_of_facts
from archive.clean.template.read import Misfit, page_places, read_by_template
from archive.clean.template.settled import read_settled
from archive.clean.template.sources import PageFacts
from archive.clean.text.judged import judge_page
from archive.clean.text.text import read_lines
from archive.model import Article
from archive.places import PagePlaces, Template
from archive.rules.model import SiteRule

_UNREAD = Misfit("it could not be read by it")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a page and the facts that stand around it.

    Attributes:
        road: by which it was read.
        page: that it was read from, with all that the other readers need.
        lines: of the text, before learned boilerplate is left out.
        facts: title, authors and dates.
        chosen: whether a site rule selects the elements that contain the text.
        template: that the page was read by; None where it took another road.
    """

    road: Literal["template", "whole", "rule"]
    page: Page
    lines: list[Line]
    facts: PageFacts
    chosen: bool = False
    template: Template | None = None


def scope_of(template: Template | None, *, comments: bool) -> Scope:
    """How much of a page its road asks for; readers' comments stand beside the article.

    Args:
        template: that the page is read by; None for the whole road.
        comments: whether these are read.
    """
    if template is None:
        return ALL
    if comments or not template.beside:
        return Scope(template.formats)
    return Scope(template.formats, lambda tree: cut_beside(tree, template.beside, template.around))


def read_body(
    page: Page, template: Template | None, guard: Guard, rules: SiteRule | None, by_rule: RuleFacts
) -> Body | Misfit:
    """Read a page's text and the facts around it; a Misfit where it does not fit the template.

    Args:
        page: the page, as much of it as `scope_of` says.
        template: of its outlet, to read the page by; None to take the whole road.
        guard: calls the readers.
        rules: the site rule for it, where there is no template; what it matches comes before all else.
        by_rule: the facts that this gives.
    """
    if template is not None:
        return _read_by_template(page, template, guard)
    facts = _whole_facts(page, by_rule, guard)
    head = facts.headline, facts.byline
    rest = guard.read("elements that the site rule strips", lambda: strip_by_rule(page, rules), page)
    chosen = guard.read("text by the site rule", lambda: read_rule_lines(rest, rules, *head), None)
    lines = chosen or guard.read("text", lambda: read_lines(rest, *head), [])
    return Body("rule" if rules else "whole", page, lines, facts, chosen=bool(chosen))


def _read_by_template(page: Page, template: Template, guard: Guard) -> Body | Misfit:
    reading = guard.read("template", lambda: read_by_template(page, template), _UNREAD)
    if isinstance(reading, Misfit):
        return reading
    head, keep = (reading.facts.headline, reading.facts.byline), reading.keep
    lines = guard.read("text by the template", lambda: read_lines(page, *head, keep), None)
    return _UNREAD if lines is None else Body("template", page, lines, reading.facts, template=template)


def places_on_page(body: Body, article: Article) -> PagePlaces | None:
    """Where the text and the facts of a page stood that took the whole road; None for another road."""
    if body.road != "whole":
        return None
    judged = judge_page(body.page)
    keep = judged.kept.tolist() if judged is not None else []
    sources = sources_of_facts(body.page, body.facts)
    given = dict.fromkeys(source for several in sources.values() for source in several)
    beside = find_beside(
        body.page, needed_elements(body.page, keep, article), source_elements(body.page, given)
    )
    return page_places(body.page, keep, sources, read_settled(body.page, article), beside)


def _whole_facts(page: Page, by_rule: RuleFacts, guard: Guard) -> PageFacts:
    title = by_rule.title or guard.read("title", lambda: read_title(page), None)
    headline = title.value if title else None
    authors = by_rule.authors or guard.read("authors", lambda: read_authors(page, headline), None)
    dates = guard.read("dates", lambda: read_dates(page, headline), Dates())
    return PageFacts(title, authors, replace(dates, published=by_rule.published or dates.published))
