"""`make bench-clean`: ours beside bare trafilatura and its peers, in one process.

Prints scores and processor time of every tool on ../shared/corpus articles and news and on ../shared/reviews,
ours split by part, and what the text becomes with each of its steps left out.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping

from tests.bench.clean.ablation import ablate, print_ablation
from tests.bench.clean.cross_validation import cross_validated_texts, learned_weights
from tests.bench.clean.pages import Pages, read_pages
from tests.bench.clean.part_times import PartTimes, print_parts
from tests.bench.clean.run import Run, run_tools, warm_up
from tests.bench.clean.sources import print_sources
from tests.bench.clean.tables import print_absent, print_corpus, print_reviews, print_trained_on
from tests.bench.clean.tools import OURS, TOOLS
from tests.bench.clean.worst import print_worst
from tests.support.paths import SHARED

SETS = ("articles", "news", "reviews")

_WARMING = 12  # each so many-th page of a set that is not measured is read before


def print_tools(sets: Mapping[str, Pages], warming: Pages) -> Mapping[str, Run]:
    """The tables of the tools and of our parts. Returns our run by the name of the set.

    Args:
        warming: pages that each tool reads before it is measured.
    """
    tools = [tool for tool in TOOLS if tool.installed]
    times = PartTimes()
    mine = {}
    warm_up(tools, warming.jobs.values())
    for name, pages in sets.items():
        with times.measuring():
            runs = run_tools(pages, tools)
        if name == "reviews":
            print_reviews(pages, runs)
        else:
            print_corpus(name, pages, runs)
        mine[name] = runs[OURS]
    print_absent(TOOLS)
    print_trained_on()
    print_parts(times)
    return mine


def print_steps(sets: Mapping[str, Pages], *, cross_validated: bool) -> None:
    """The tables of what each step of the text is worth."""
    print("\nThe text with a step left out, by the shipped weights (trained on these articles and news)")
    print_ablation(sets, {name: ablate(pages) for name, pages in sets.items()})
    if cross_validated:
        texts = cross_validated_texts(sets, learned_weights())
        print("\nThe same cross-validated: each page by weights that were learned without its host")
        print_ablation(sets, texts)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each N-th page only")
    parser.add_argument(
        "--cross-validated",
        action="store_true",
        help="train anew on hosts kept apart, and print the figures of the text there (slow)",
    )
    parser.add_argument(
        "--details",
        action="store_true",
        help="how often each source of a fact is right, and the worst pages with a reason",
    )
    chosen = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("../shared is not beside this checkout: nothing to measure")
    sys.stdout.reconfigure(line_buffering=True)  # each table when it is ready, in a file too
    began = time.perf_counter()
    sets = {name: read_pages(name).every(chosen.every) for name in SETS}
    mine = print_tools(sets, read_pages("other-pages").every(_WARMING))
    print_steps(sets, cross_validated=chosen.cross_validated)
    if chosen.details:
        print_sources(sets["articles"])
        print_worst(sets["articles"], mine["articles"].found)
    print(f"\n{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
