"""How often each source of a fact speaks, and how often it is right where it speaks.

Read from the candidates that `matinee show --why` prints: the first of each source counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive.clean.authors.authors import author_candidates
from archive.clean.dates.dates import date_candidates
from archive.clean.facts.title import read_title, title_candidates
from archive.clean.page.read import read_page
from tests.bench.clean.pages import Job, Pages
from tests.bench.scoring import fold, fold_names
from tests.bench.table import Row, cell, print_table

Claims = dict[str, dict[str, str]]  # by field and source, the value of the first candidate


def claims(job: Job) -> Claims:
    """What each source of a page says of its title, authors and date."""
    page = read_page(job.capture())
    title = read_title(page)
    headline = title.value if title else None
    dates = [reading for is_change, reading, _ in date_candidates(page, headline) if not is_change]
    said = {
        "title": [(one.source, one.value) for one in title_candidates(page)],
        "author": [(one.source, one.value) for one in author_candidates(page, headline)],
        "date": [(reading.source, reading.value.iso()) for reading in dates],
    }
    return {field: dict(reversed(values)) for field, values in said.items()}


RIGHT: Mapping[str, Callable[[str, Mapping[str, Any]], bool]] = {
    "title": lambda value, truth: fold(value) == fold(truth["title"] or ""),
    "author": lambda value, truth: fold_names([value]) == fold_names([truth["author"] or ""]),
    "date": lambda value, truth: value[:10] == (truth["publish_date"] or "")[:10],
}


def print_sources(articles: Pages) -> None:
    """A row a field and source: the share of pages where it speaks, and how much of these it has right."""
    print(f"\nHow often each source speaks, and is right where it does, on {len(articles.truth)} articles")
    found = {page: claims(job) for page, job in articles.jobs.items()}
    rows: list[Row] = []
    for field, right in RIGHT.items():
        sources = dict.fromkeys(source for page in found.values() for source in page[field])
        for source in sources:
            answers = [
                right(found[page["id"]][field][source], page)
                for page in articles.truth
                if source in found[page["id"]][field]
            ]
            figures = [cell(len(answers) / len(articles.truth)), cell(sum(answers) / len(answers))]
            rows.append((f"{field} {source}", figures))
    print_table(("", "speaks", "right"), rows)
