"""The tables of the tools: a row for each tool, a column for each figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tests.bench.clean.pages import Pages
from tests.bench.clean.review_scores import NEEDS, score_reviews
from tests.bench.clean.run import Run
from tests.bench.clean.tools import BARE, OURS, Tool
from tests.bench.scoring import score
from tests.bench.table import cell, print_table

# The figures of the corpus: the name in the table, the name in `score`, the field of a tool that it needs.
CORPUS_FIGURES = (
    ("F1", "F1", "text"),
    ("prec", "precision", "text"),
    ("recall", "recall", "text"),
    ("must", "must_contain", "text"),
    ("leak", "leak", "text"),
    ("title", "title", "title"),
    ("author", "author", "author"),
    ("date", "date", "date"),
    ("no author", "authors invented", "author"),
    ("no date", "dates invented", "date"),
)
REVIEW_FIGURES = (
    *("passes", "others", "first words", "last words", "leak", "kind", "work", "other work"),
    *("rating", "invented", "title", "author", "date"),
)

Figures = Mapping[str, float | None]


def print_corpus(name: str, pages: Pages, runs: Mapping[Tool, Run]) -> None:
    """The corpus's figures for each tool."""
    print(f"\n{name}: {len(pages.truth)} pages. must, leak: must_contain and must_not_contain in the text.")
    print("no author, no date: how many are given where the truth has none")

    def figures(tool: Tool, run: Run) -> Figures:
        scores = score(pages.truth, run.found)
        return {head: scores.get(key) for head, key, needs in CORPUS_FIGURES if needs in tool.fields}

    _print([head for head, _, _ in CORPUS_FIGURES], runs, figures)


def print_reviews(pages: Pages, runs: Mapping[Tool, Run]) -> None:
    """The figures of the reviews for each tool."""
    print(f"\nreviews: {len(pages.truth)} pages. passes, others: how many articles and how many other pages")
    print("pass for articles. other work, invented: wrong works, ratings where the page has none")

    def figures(tool: Tool, run: Run) -> Figures:
        scores = score_reviews(pages.truth, run.found)
        return {name: scores.get(name) for name in scores if NEEDS.get(name, "text") in tool.fields}

    _print(REVIEW_FIGURES, runs, figures)


def _print(
    heads: Sequence[str], runs: Mapping[Tool, Run], figures_of: Callable[[Tool, Run], Figures]
) -> None:
    bare = runs[BARE].ms if BARE in runs else None
    rows = []
    for tool, run in runs.items():
        figures = figures_of(tool, run)
        cost = [f"{run.ms:.1f}", f"{run.ms / bare:.2f}" if bare else "-", str(len(run.failures))]
        rows.append((tool.name, [*(cell(figures.get(head)) for head in heads), *cost]))
    print_table(("", *heads, "CPU ms", "x bare", "failed"), rows, first=17, narrowest=6)
    for tool, run in runs.items():
        for why, count in Counter(run.failures.values()).most_common(3):
            print(f"{tool.name} failed on {count}: {why}")


def print_absent(tools: Sequence[Tool]) -> None:
    """Which tools are not installed."""
    if absent := [f"{tool.name} ({tool.get})" for tool in tools if not tool.installed]:
        print(f"Not installed, not measured: {'; '.join(absent)}")


def print_trained_on() -> None:
    """Say on which of these pages the figures of ours flatter."""
    print(
        f"The weights that {OURS.name} ships were trained on these very articles and news, on no reviews:\n"
        "its text figures there flatter. --cross-validated prints those on hosts kept apart."
    )
