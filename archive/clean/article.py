"""Clean one page: its text and all its facts. This is what the worker processes run."""

from __future__ import annotations

from dataclasses import replace

from archive.clean.boilerplate.line_traits import seen_lines, without_learned
from archive.clean.facts.canonical_url import article_url
from archive.clean.facts.completeness import read_status
from archive.clean.facts.language import read_language
from archive.clean.facts.rights import read_rights
from archive.clean.facts.spoilers import read_spoilers
from archive.clean.kind.kind import read_kind
from archive.clean.page.read import read_page
from archive.clean.page_type.classify import classify_page
from archive.clean.rating.rating import read_rating
from archive.clean.roads import read_body
from archive.clean.site_rule import apply_scale, read_rule_facts
from archive.clean.site_rule_text import stripped_words
from archive.clean.text.markdown import write_markdown
from archive.clean.text.parts import plain_text, read_parts
from archive.clean.work.work import read_work
from archive.model import (
    NOTHING_LEARNED,
    Article,
    Capture,
    Learned,
    ManualCuts,
    Medium,
    Reading,
    Review,
    Work,
)
from archive.opt_out import read_signals, rights_from_signals
from archive.places import Template
from archive.rules.model import SiteRule
from archive.word_count import count_words


def clean(
    capture: Capture,
    *,
    rules: SiteRule | None = None,
    learned: Learned = NOTHING_LEARNED,
    template: Template | None = None,
) -> Article:
    """Read the article and its facts from a capture.

    Pure: the same arguments give the same article in any process, in any order.

    Args:
        capture: the page.
        rules: the site rule for its host and time; what it matches comes before the generic readers.
        learned: the lines that recur on the outlet's other pages, and so are boilerplate.
        template: the places that the outlet's last pages were read from; not used where there is a site rule.
    """
    page = read_page(capture, rules.replace if rules else ())
    by_rule = read_rule_facts(page, rules)
    page = replace(page, medium=by_rule.medium) if by_rule.medium else page
    body = read_body(page, rules, by_rule, template, traced=capture.outlet is not None)
    title, authors = body.facts.title, body.facts.authors
    headline = title.value if title else None
    published = body.facts.dates.published
    lines = body.lines
    traits = seen_lines(lines)
    parts = read_parts(without_learned(lines, traits, learned))
    text = plain_text(parts)
    pinned = sum(
        count_words(line.text)
        for line, trait in zip(lines, traits, strict=True)
        if trait.key in learned.pinned
    )
    rating = by_rule.rating or apply_scale(read_rating(page), by_rule.scale)
    work = _with_medium(read_work(page, text, headline, rated=rating is not None), by_rule.medium)
    kind = read_kind(page, text, headline, rating=rating, work=work)
    status, status_reason = read_status(page, text)
    return Article(
        url=article_url(page),
        text=text,
        markdown=write_markdown(parts, page.base_url),
        gate=classify_page(page, text, title=title, published=published, authors=authors, kind=kind),
        title=title,
        authors=authors,
        published=published,
        updated=body.facts.dates.updated,
        kind=kind,
        review=Review(work=work, rating=rating, spoilers=read_spoilers(page, text)),
        language=read_language(page, text),
        status=status,
        status_reason=status_reason,
        rights=read_rights(page)
        | rights_from_signals((*read_signals(page.tree, page.headers), *capture.signals)),
        lines=traits,
        manual_cuts=ManualCuts(body.chosen, stripped_words(page, rules) + pinned),
        withheld=capture.withheld,
        trace=body.trace,
    )


def _with_medium(work: Reading[Work] | None, medium: Medium | None) -> Reading[Work] | None:
    """The work with the medium that a site rule gives, if it gives one."""
    return replace(work, value=replace(work.value, medium=medium)) if work and medium else work
