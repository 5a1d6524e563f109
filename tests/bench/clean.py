"""`make bench-clean`: ours beside bare trafilatura and its peers, on the shared corpus.

Prints the corpus's figures for every tool, how often each source of a fact is right, the twenty worst pages
with a reason, and the review-facts set. `--every N` takes each N-th page only, `--without-peers` leaves the
other tools out.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from archive.clean.article import clean
from tests.bench.corpus import CORPUS, COSTS
from tests.bench.pages import Pages, Run, read_pages, run
from tests.bench.peers import OURS, TOOLS, Tool
from tests.bench.reviews import print_reviews, review_pages, score_reviews
from tests.bench.scoring import score
from tests.bench.sources import print_sources
from tests.bench.table import cell, print_table
from tests.bench.worst import print_worst

OF_SOURCES = 2  # each so many-th article is enough to see what a source is worth
READS = {
    "title": "title",
    "author": "author",
    "authors invented": "author",
    "date": "date",
    "dates invented": "date",
}


def print_tools(pages: Pages, tools: Sequence[Tool]) -> Run:
    """The table of the tools that are installed, and what they failed on. Returns our run."""
    runs = {}
    for tool in tools:
        if tool.installed:
            say(f"{tool.name} reads {len(pages.jobs)} pages")
            runs[tool] = run(pages, tool.read)
    columns = {tool: _figures(pages, tool, done) for tool, done in runs.items()}
    names = next(iter(columns.values()))
    print_table(
        ("", *(tool.name for tool in columns)),
        [
            (f"{name} (low)" if name in COSTS else name, [cell(column[name]) for column in columns.values()])
            for name in names
        ],
    )
    for tool, done in runs.items():
        _print_failures(tool, done.failures)
    if absent := [f"{tool.name} ({tool.get})" for tool in tools if not tool.installed]:
        print(f"Not installed, not measured: {'; '.join(absent)}")
    return runs[OURS]


def say(what: str) -> None:
    """Tell somebody who waits what is done now."""
    if sys.stderr.isatty():
        print(f"... {what}", file=sys.stderr)


def _figures(pages: Pages, tool: Tool, done: Run) -> Mapping[str, float | None]:
    figures = score(pages.truth, done.found)
    read = {name: value for name, value in figures.items() if READS.get(name, "text") in tool.fields}
    return {**dict.fromkeys(figures), **read, "failures": len(done.failures), "ms/page": round(done.ms)}


def _print_failures(tool: Tool, failures: Mapping[str, str]) -> None:
    for why, count in Counter(failures.values()).most_common(3):
        print(f"{tool.name} failed on {count}: {why}")


def print_corpus(every: int, tools: Sequence[Tool]) -> None:
    """All tables over the corpus."""
    articles = read_pages("articles").every(every)
    mine = print_tools(articles, tools)
    say("how often each source is right")
    print_sources(articles.every(OF_SOURCES))
    print_worst(articles, mine.found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each N-th page only")
    parser.add_argument("--without-peers", action="store_true", help="measure ours only")
    chosen = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # each table when it is ready, in a file too
    began = time.perf_counter()
    if CORPUS.is_dir():
        print_corpus(chosen.every, (OURS,) if chosen.without_peers else TOOLS)
    else:
        print(
            "../shared/corpus is not beside this checkout: only the review facts are measured",
            file=sys.stderr,
        )
    print()
    print_reviews(score_reviews({page.id: clean(page.capture) for page in review_pages()}))
    print(f"\n{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
