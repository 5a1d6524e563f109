"""What each source, each remedy of the text and each group of signs of the gate is worth.

Every reader is asked again with one of them left out, and the facts once more with one of them alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from archive.clean.article import clean
from archive.clean.authors import authors as people
from archive.clean.dates import dates
from archive.clean.facts import title
from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.clean.page_type.classify import classify_page
from archive.clean.page_type.weights import GROUPS
from archive.clean.text.text import REMEDIES, read_text
from tests.bench.corpus import JUDGED
from tests.bench.pages import Pages
from tests.bench.peers import Job, capture
from tests.bench.scoring import Extraction, score
from tests.bench.table import Row, cell, change, print_table

FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": title.SOURCES,
    "authors": people.SOURCES,
    "published": dates.SOURCES,
}
SOURCES = tuple(dict.fromkeys(source for sources in FIELDS.values() for source in sources))
FIGURES = {
    "title": "title",
    "author": "authors",
    "authors invented": "authors",
    "date": "published",
    "dates invented": "published",
}


def read_field(page: Page, field: str, headline: str | None, without: frozenset[str]) -> Any:
    """One field of an `Extraction`, read without some sources."""
    if field == "title":
        found = title.read_title(page, without=without)
        return found.value if found else None
    if field == "authors":
        named = people.read_authors(page, headline, without=without)
        return tuple(author.name for author in named.value) if named else ()
    published = dates.read_dates(page, headline, without=without).published
    return published.value.iso() if published else None


Trials = dict[str, Extraction]


def facts(job: Job) -> Trials:
    """The facts as they are ("all"), without each source ("-json-ld") and from it alone ("+json-ld").

    Authors and dates are looked for near the headline as it is read with all of its sources.
    """
    page = read_page(capture(job))
    headline = read_field(page, "title", None, frozenset())
    whole = {field: read_field(page, field, headline, frozenset()) for field in FIELDS}
    trials = {"all": Extraction(**whole)}
    for source in SOURCES:
        for sign, without in (("-", {source}), ("+", set(SOURCES) - {source})):
            read = {
                field: read_field(page, field, headline, frozenset(without))
                for field, sources in FIELDS.items()
                if source in sources
            }
            trials[sign + source] = Extraction(**(whole | read))
    return trials


def texts(job: Job) -> Trials:
    """The text as it is ("all") and without each remedy ("-recall")."""
    page = read_page(capture(job))
    headline = title.read_title(page)
    name = headline.value if headline else None
    authors = people.read_authors(page, name)
    read = partial(read_text, page, name, authors.raw if authors else None)
    without = {f"-{remedy}": Extraction(read(without=frozenset((remedy,)))) for remedy in REMEDIES}
    return {"all": Extraction(read())} | without


def gates(job: Job) -> dict[str, bool]:
    """Whether the page passes for an article: with all signs ("all") and without each group ("-address")."""
    article = clean(capture(job))
    page = read_page(capture(job))
    asked = partial(
        classify_page,
        page,
        article.text,
        title=article.title,
        published=article.published,
        authors=article.authors,
        kind=article.kind,
    )
    without = {f"-{group}": asked(without=frozenset((group,))).is_article for group in GROUPS}
    return {"all": article.gate.is_article} | without


def print_ablation(articles: Pages, others: Pages) -> None:
    """The tables of facts, of the text and of the gate.

    Args:
        articles: pages that are articles.
        others: pages that are not.
    """
    print(f"\nWhat each source is worth: {len(articles.truth)} articles read without it, and from it alone")
    _print_facts(_scores(articles, articles.each(facts)))
    print("\nWhat each remedy of the text is worth: the same read without it")
    _print_texts(_scores(articles, articles.each(texts)))
    print(f"\nWhat each group of signs of the gate is worth, with {len(others.truth)} pages of other kinds")
    _print_gates(articles, others)


def _scores(pages: Pages, read: Mapping[str, Trials]) -> dict[str, dict[str, float]]:
    """The corpus's figures by trial."""
    trials = next(iter(read.values()))
    return {
        trial: score(pages.truth, {page: found[trial] for page, found in read.items()}) for trial in trials
    }


def _print_facts(scores: Mapping[str, Mapping[str, float]]) -> None:
    whole = scores["all"]
    rows: list[Row] = [("with all", [cell(whole[figure]) for figure in FIGURES])]
    for source in SOURCES:
        for sign, name in (("-", f"without {source}"), ("+", "  from it alone")):
            cells = [
                (
                    change(scores[sign + source], whole, figure)
                    if sign == "-"
                    else cell(scores[sign + source][figure])
                )
                if source in FIELDS[field]
                else ""
                for figure, field in FIGURES.items()
            ]
            rows.append((name, cells))
    print_table(("", *FIGURES), rows)


def _print_texts(scores: Mapping[str, Mapping[str, float]]) -> None:
    figures = ("F1", "precision", "recall", "must_contain", "leak")
    whole = scores["all"]
    rows: list[Row] = [("with all", [cell(whole[figure]) for figure in figures])]
    rows += [
        (f"without {remedy}", [change(scores[f"-{remedy}"], whole, figure) for figure in figures])
        for remedy in REMEDIES
    ]
    print_table(("", *figures), rows)


def _print_gates(articles: Pages, others: Pages) -> None:
    """Articles that are lost, and pages of the kinds that should not that pass for articles."""
    good = articles.each(gates)
    judged = {page["id"] for page in others.truth if page["page_type"] in JUDGED}
    bad = {page: passed for page, passed in others.each(gates).items() if page in judged}

    def figures(trial: str) -> dict[str, float]:
        return {
            "lost": sum(not passed[trial] for passed in good.values()) / len(good),
            "passed": sum(passed[trial] for passed in bad.values()) / max(len(bad), 1),
        }

    whole = figures("all")
    rows: list[Row] = [("with all", [cell(value) for value in whole.values()])]
    rows += [
        (f"without {group}", [change(figures(f"-{group}"), whole, figure) for figure in whole])
        for group in GROUPS
    ]
    print_table(("", "articles lost", f"of {len(bad)} others taken"), rows)
