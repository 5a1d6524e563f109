"""Clean one page: its text and all its facts. This is what the worker processes run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.clean.boilerplate.lines import seen_lines, without_learned
from archive.clean.comments.comments import read_comments
from archive.clean.facts.canonical_url import article_url, original_url
from archive.clean.facts.completeness import read_status
from archive.clean.facts.language import read_language
from archive.clean.facts.rights import read_rights
from archive.clean.facts.spoilers import read_spoilers
from archive.clean.guard import Guard
from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.clean.page_type.classify import classify_page
from archive.clean.rating.from_blocks import hinted_blocks
from archive.clean.rating.rating import read_rating
from archive.clean.roads import Body, places_on_page, read_body, scope_of
from archive.clean.site_rule import RuleFacts, apply_scale, apply_scoring, read_rule_facts
from archive.clean.site_rule_text import stripped_elements
from archive.clean.subject import Subject, read_subject
from archive.clean.template.compare import compared
from archive.clean.template.read import Misfit, is_checked
from archive.clean.template.settled import settled_language, settled_type
from archive.clean.text.markdown import write_markdown
from archive.clean.text.parts import plain_text, read_parts
from archive.clean.work.named_page import read_names
from archive.garbage import collector_paused
from archive.model import (
    NOTHING_LEARNED,
    Article,
    Capture,
    Gate,
    Learned,
    ManualCuts,
    Review,
    SeenLine,
)
from archive.opt_out import read_signals, rights_from_signals
from archive.places import NO_TRACE, Template, TemplateTrace, TemplateUse
from archive.rules.model import SiteRule
from archive.word_count import count_words


def clean(
    capture: Capture,
    *,
    rules: SiteRule | None = None,
    learned: Learned = NOTHING_LEARNED,
    template: Template | None = None,
    places: bool = False,
) -> Article:
    """Read the article and its facts from a capture. Never raises for what stands on a page.

    Pure but for the log: the same arguments give the same article in any process, in any order. A reader
    that fails costs what it reads; it is logged and named in `Article.unread`.

    Args:
        capture: the page.
        rules: the site rule for its host and time; what it matches comes before the generic readers.
        learned: the lines that recur on the outlet's other pages, and so are boilerplate.
        template: the places that the outlet's last pages were read from; not used where there is a site rule.
        places: note where the text and the facts stand, to learn such a template from (`Article.trace`).
    """
    reading = _Reading(capture, rules, learned, places, Guard(capture.url))
    with collector_paused():
        if template is None or reading.page_rules is not None:
            return _read_whole(reading)
        by_template = _read_article(reading, template)
        if isinstance(by_template, Article) and not is_checked(capture.url):
            return by_template
        whole = _read_whole(reading)
        use = compared(whole, by_template) if isinstance(by_template, Article) else by_template
        return replace(whole, trace=replace(whole.trace, use=use))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One page under way, with what its outlet is known for. The guard calls the readers."""

    capture: Capture
    rules: SiteRule | None
    learned: Learned
    places: bool
    guard: Guard

    @property
    def page_rules(self) -> SiteRule | None:
        """The site rule where it says more than how ratings become scores."""
        return self.rules if self.rules and self.rules.reads_pages else None


def _read_whole(reading: _Reading) -> Article:
    """The article as the whole road reads it, or the site rule."""
    article = _read_article(reading, None)
    assert isinstance(article, Article)  # a page fits no template
    return article


def _read_article(reading: _Reading, template: Template | None) -> Article | TemplateUse:
    """The article by a template, or without one by the whole road or the site rule.

    Of a page that does not fit the template: why.
    """
    capture, guard = reading.capture, reading.guard
    replaced = reading.rules.replace if reading.rules else ()
    scope = scope_of(template, comments=capture.keep_comments)
    page = guard.read("page", lambda: read_page(capture, replaced, guard, scope), None)
    if page is not None:
        return _read_parsed(reading, page, template)
    gate = Gate("unreadable", False, reasons=tuple(guard.failures))
    return Article(capture.url, "", gate, withheld=capture.withheld, unread=tuple(guard.failures))


def _read_parsed(reading: _Reading, page: Page, template: Template | None) -> Article | TemplateUse:
    guard = reading.guard
    by_rule = guard.read("site rule", lambda: read_rule_facts(page, reading.rules), RuleFacts())
    page = replace(page, medium=by_rule.medium) if by_rule.medium else page
    body = read_body(page, template, guard, reading.page_rules, by_rule)
    if isinstance(body, Misfit):
        return TemplateUse("misfit", body.reason)
    text = _read_text(page, reading.page_rules, reading.learned, body, guard)
    article = _read_facts(page, by_rule, body, text, guard, learned=reading.learned)
    return _completed(reading, body, article)


def _completed(reading: _Reading, body: Body, article: Article) -> Article:
    """The article with its rights and comments, and with what is kept of how it was read."""
    page, capture, guard = body.page, reading.capture, reading.guard
    holder = body.template.copyright if body.template else None
    rights = guard.read("rights", lambda: read_rights(page, holder), {})
    metas = page.tagged("meta")
    signals = (*guard.read("opt-out", lambda: read_signals(metas, page.headers), ()), *capture.signals)
    comments = guard.read("comments", lambda: read_comments(page), ()) if capture.keep_comments else None
    article = replace(article, rights=rights | rights_from_signals(signals))
    trace = TemplateTrace(use=TemplateUse("read")) if body.template else NO_TRACE
    if reading.places and body.road == "whole":
        trace = TemplateTrace(guard.read("places", lambda: places_on_page(body, article), None))
    return replace(
        article,
        gate=_with_failures(article.gate, page, guard),
        withheld=capture.withheld,
        comments=comments,
        unread=tuple(guard.failures),
        trace=trace,
    )


def _with_failures(gate: Gate, page: Page, guard: Guard) -> Gate:
    """The type of a page with what of it was not read: it may be an article, but for that."""
    if gate.is_article:
        return gate
    unread = [f"its last {page.left_out:,} elements were not read"] if page.left_out else []
    return replace(gate, reasons=(*gate.reasons, *unread, *guard.failures))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, as plain text and as Markdown, with the lines that it was made from."""

    plain: str
    markdown: str | None
    lines: tuple[SeenLine, ...]
    manual_cuts: ManualCuts


def _read_text(page: Page, rules: SiteRule | None, learned: Learned, body: Body, guard: Guard) -> _Text:
    lines = body.lines
    traits = seen_lines(lines, None if body.road == "rule" else hinted_blocks(page))
    parts = read_parts(without_learned(lines, traits, learned))
    stripped = guard.read("elements of the site rule", lambda: [*stripped_elements(page, rules)], [])
    words = sum(count_words(text) for _, text in stripped)
    words += sum(
        count_words(line.block.text)
        for line, trait in zip(lines, traits, strict=True)
        if trait.key in learned.pinned
    )
    markdown = guard.read("Markdown", lambda: write_markdown(parts, page.base_url), None)
    return _Text(plain_text(parts), markdown, traits, ManualCuts(body.chosen, words))


def _read_facts(
    page: Page, by_rule: RuleFacts, body: Body, text: _Text, guard: Guard, *, learned: Learned
) -> Article:
    """The article with all facts that are read from its page and its text."""
    facts, plain, headline = body.facts, text.plain, body.facts.headline
    rating = by_rule.rating or apply_scale(
        guard.read("rating", lambda: read_rating(page), None), by_rule.scale
    )
    published = facts.dates.published
    rating = apply_scoring(rating, by_rule.scoring, published.value.at if published else page.captured_at)
    subject = guard.read(
        "kind and work",
        lambda: read_subject(
            page, read_names(page, plain, headline, rated=rating is not None), learned.work_places
        ),
        Subject(),
    )
    spoilers = guard.read("spoilers", lambda: read_spoilers(page, plain), None)
    status, reason = guard.read("status", lambda: read_status(page, plain), ("complete", None))
    gate = settled_type(body.template) or guard.read(
        "type of page",
        lambda: classify_page(page, plain, facts, subject.kind),
        Gate("article", bool(plain), doubtful=True, reasons=("its type could not be read",)),
    )
    return Article(
        url=guard.read("canonical URL", lambda: article_url(page), page.url),
        original_url=guard.read("canonical URL on another site", lambda: original_url(page), None),
        text=plain,
        markdown=text.markdown,
        gate=gate,
        title=facts.title,
        authors=facts.authors,
        published=published,
        updated=facts.dates.updated,
        kind=subject.kind,
        review=Review(subject.work, rating, spoilers, subject.medium),
        language=guard.read(
            "language", lambda: settled_language(page, body.template) or read_language(page, plain), None
        ),
        status=status,
        status_reason=reason,
        lines=text.lines,
        manual_cuts=text.manual_cuts,
    )
