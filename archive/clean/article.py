"""Clean one page: its text and all its facts. This is what the worker processes run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.clean.authors.authors import read_authors
from archive.clean.boilerplate.line_traits import seen_lines, without_learned
from archive.clean.comments.comments import read_comments
from archive.clean.dates.dates import Dates, read_dates
from archive.clean.facts.canonical_url import article_url
from archive.clean.facts.completeness import read_status
from archive.clean.facts.language import read_language
from archive.clean.facts.rights import read_rights
from archive.clean.facts.spoilers import read_spoilers
from archive.clean.facts.title import read_title
from archive.clean.guard import Guard
from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.clean.page_type.classify import classify_page
from archive.clean.rating.rating import read_rating
from archive.clean.site_rule import RuleFacts, apply_scale, read_rule_facts
from archive.clean.site_rule_text import read_rule_lines, strip_by_rule, stripped_words
from archive.clean.subject import Subject, SubjectInput, read_subject
from archive.clean.text.markdown import write_markdown
from archive.clean.text.parts import plain_text, read_parts
from archive.clean.text.text import read_lines
from archive.model import (
    NOTHING_LEARNED,
    Article,
    Author,
    Capture,
    Gate,
    Learned,
    ManualCuts,
    Medium,
    Reading,
    Review,
    SeenLine,
    Work,
)
from archive.opt_out import read_signals, rights_from_signals
from archive.rules.model import SiteRule
from archive.word_count import count_words


def clean(capture: Capture, *, rules: SiteRule | None = None, learned: Learned = NOTHING_LEARNED) -> Article:
    """Read the article and its facts from a capture. Never raises for what stands on a page.

    Pure but for the log: the same arguments give the same article in any process, in any order. A reader
    that fails costs what it reads; it is logged and named in `Article.unread`.

    Args:
        capture: the page.
        rules: the site rule for its host and time; what it matches comes before the generic readers.
        learned: the lines that recur on the outlet's other pages, and so are boilerplate.
    """
    guard = Guard(capture.url)
    page = guard.read("page", lambda: read_page(capture, rules.replace if rules else (), guard), None)
    if page is None:
        gate = Gate("unreadable", False, reasons=tuple(guard.failures))
        return Article(capture.url, "", gate, withheld=capture.withheld, unread=tuple(guard.failures))
    return _read_article(page, capture, rules, learned, guard)


def _read_article(
    page: Page, capture: Capture, rules: SiteRule | None, learned: Learned, guard: Guard
) -> Article:
    by_rule = guard.read("site rule", lambda: read_rule_facts(page, rules), RuleFacts())
    page = replace(page, medium=by_rule.medium or page.medium)
    head = _read_head(page, by_rule, guard)
    text = _read_text(page, rules, learned, head, guard)
    article = _read_facts(page, by_rule, head, text, guard, learned=learned)
    rights = guard.read("rights", lambda: read_rights(page), {})
    signals = (*guard.read("opt-out", lambda: read_signals(page.tree, page.headers), ()), *capture.signals)
    comments = guard.read("comments", lambda: read_comments(page), ()) if capture.keep_comments else None
    gate = article.gate
    unread = [f"its last {page.left_out:,} elements were not read"] if page.left_out else []
    if not gate.is_article:  # it may be one, but for what was not read
        gate = replace(gate, reasons=(*gate.reasons, *unread, *guard.failures))
    return replace(
        article,
        gate=gate,
        rights=rights | rights_from_signals(signals),
        withheld=capture.withheld,
        comments=comments,
        unread=tuple(guard.failures),
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above a text."""

    title: Reading[str] | None
    authors: Reading[tuple[Author, ...]] | None
    dates: Dates

    @property
    def headline(self) -> str | None:
        """The title as a string."""
        return self.title.value if self.title else None

    @property
    def byline(self) -> str | None:
        """The authors as printed."""
        return self.authors.raw if self.authors else None


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, as plain text and as Markdown, with the lines that it was made from."""

    plain: str
    markdown: str | None
    lines: tuple[SeenLine, ...]
    manual_cuts: ManualCuts


def _read_head(page: Page, by_rule: RuleFacts, guard: Guard) -> _Head:
    title = by_rule.title or guard.read("title", lambda: read_title(page), None)
    headline = title.value if title else None
    authors = by_rule.authors or guard.read("authors", lambda: read_authors(page, headline), None)
    dates = guard.read("dates", lambda: read_dates(page, headline), Dates())
    return _Head(title, authors, replace(dates, published=by_rule.published or dates.published))


def _read_text(page: Page, rules: SiteRule | None, learned: Learned, head: _Head, guard: Guard) -> _Text:
    body = guard.read("elements that the site rule strips", lambda: strip_by_rule(page, rules), page)
    rule_lines = guard.read(
        "text by the site rule", lambda: read_rule_lines(body, rules, head.headline, head.byline), None
    )
    lines = rule_lines or guard.read("text", lambda: read_lines(body, head.headline, head.byline), [])
    traits = seen_lines(lines)
    parts = read_parts(without_learned(lines, traits, learned))
    words = guard.read("words that the site rule strips", lambda: stripped_words(page, rules), 0)
    words += sum(
        count_words(line.text)
        for line, trait in zip(lines, traits, strict=True)
        if trait.key in learned.pinned
    )
    markdown = guard.read("Markdown", lambda: write_markdown(parts, page.base_url), None)
    return _Text(plain_text(parts), markdown, traits, ManualCuts(bool(rule_lines), words))


def _read_facts(
    page: Page, by_rule: RuleFacts, head: _Head, text: _Text, guard: Guard, *, learned: Learned
) -> Article:
    """The article with all facts that are read from its page and its text."""
    plain, headline = text.plain, head.headline
    rating = by_rule.rating or apply_scale(
        guard.read("rating", lambda: read_rating(page), None), by_rule.scale
    )
    authors = head.authors.value if head.authors else ()
    known = SubjectInput(plain, headline, authors, rating is not None, learned.work_places)
    subject = guard.read("kind and work", lambda: read_subject(page, known), Subject())
    work, kind = _with_medium(subject.work, by_rule.medium), subject.kind
    spoilers = guard.read("spoilers", lambda: read_spoilers(page, plain), None)
    status, reason = guard.read("status", lambda: read_status(page, plain), ("complete", None))
    published = head.dates.published
    gate = guard.read(
        "type of page",
        lambda: classify_page(
            page, plain, title=head.title, published=published, authors=head.authors, kind=kind
        ),
        Gate("article", bool(plain), doubtful=True, reasons=("its type could not be read",)),
    )
    return Article(
        url=guard.read("canonical URL", lambda: article_url(page), page.url),
        text=plain,
        markdown=text.markdown,
        gate=gate,
        title=head.title,
        authors=head.authors,
        published=published,
        updated=head.dates.updated,
        kind=kind,
        review=Review(work=work, rating=rating, spoilers=spoilers),
        language=guard.read("language", lambda: read_language(page, plain), None),
        status=status,
        status_reason=reason,
        lines=text.lines,
        manual_cuts=text.manual_cuts,
    )


def _with_medium(work: Reading[Work] | None, medium: Medium | None) -> Reading[Work] | None:
    """The work with the medium that a site rule gives, if it gives one."""
    return replace(work, value=replace(work.value, medium=medium)) if work and medium else work
