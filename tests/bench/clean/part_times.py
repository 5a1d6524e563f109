"""How much processor time each part of `clean` takes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from archive.clean import article, roads
from archive.clean.dom import elements
from archive.clean.judge import judge
from archive.clean.judge.trees import Trees
from archive.clean.page import page, read
from archive.clean.text import judged, kept
from tests.bench.clean import tools
from tests.bench.clean.patched import patched

REST = "the rest"
SECOND_OPINION = "trafilatura"
PLACES = "places"  # asked only of an outlet's later pages

# Each part's name, and the module or class and the name by which it is called.
TEXT_PARTS = (
    ("decode", read, "decode_page"),
    ("decode", read, "may_have_invisible"),
    ("decode", read, "without_invisible"),
    ("parse", read, "parse_html"),
    ("structured data", read, "read_graphs"),
    ("body in scripts", read, "add_script_body"),
    ("page", article, "read_page"),
    ("index", elements, "_index"),  # by tag and attribute, for the judge's head and all readers
    ("blocks", page, "read_layout"),
    ("features", judge, "block_features"),
    ("features", judge, "with_extracted"),
    ("trees", Trees, "sums"),
    (SECOND_OPINION, judged, "extracted_blocks"),
    ("judge", kept, "judge_page"),
    ("lines", roads, "read_lines"),
    ("learned lines", article, "seen_lines"),
    ("learned lines", article, "without_learned"),
    ("parts", article, "read_parts"),
    ("parts", article, "plain_text"),
    ("Markdown", article, "write_markdown"),
)
FACT_PARTS = (
    ("title", roads, "read_title"),
    ("authors", roads, "read_authors"),
    ("dates", roads, "read_dates"),
    ("rating", article, "read_rating"),
    ("kind and work", article, "read_subject"),
    ("status", article, "read_status"),
    ("spoilers", article, "read_spoilers"),
    ("language", article, "read_language"),
    ("rights", article, "read_rights"),
    ("rights", article, "read_signals"),
    ("address", article, "article_url"),
    ("gate", article, "classify_page"),
    (REST, tools, "clean"),
)
PARTS = (*TEXT_PARTS, *FACT_PARTS, (PLACES, article, "places_on_page"))


class PartTimes:
    """The processor time of each part without that of the parts within it.

    What several readers share counts for the part that asks first. Measuring adds well under a hundredth.

    Attributes:
        seconds: by part.
        calls: by part.
    """

    def __init__(self, parts: Sequence[tuple[str, Any, str]] = PARTS) -> None:
        self._parts = parts
        self.seconds: dict[str, float] = {name: 0.0 for name, _, _ in parts}
        self.calls: Counter[str] = Counter()
        self._within = [0.0]  # for each part under way, the seconds of the parts within it

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Meanwhile each part that is called is measured."""
        timed = [(owner, name, self._timed(part, getattr(owner, name))) for part, owner, name in self._parts]
        with patched(timed):
            yield

    def _timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            self._within.append(0.0)
            began = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                seconds = time.process_time() - began
                self.seconds[part] += seconds - self._within.pop()
                self._within[-1] += seconds
                self.calls[part] += 1

        return call


def print_parts(times: PartTimes) -> None:
    """Milliseconds a page of each part, those of the text first."""
    pages = times.calls[REST]
    print(f"\nOurs split by part, ms of processor time a page, over all {pages} readings")
    for title, parts in (("text", TEXT_PARTS), ("facts", FACT_PARTS)):
        names = dict.fromkeys(name for name, _, _ in parts)
        total = sum(times.seconds[name] for name in names) / pages * 1000
        figures = [f"{name} {times.seconds[name] / pages * 1000:.2f}" for name in names]
        print(f"  {title} {total:.1f}: {', '.join(figures)}")
    if later := times.calls[PLACES]:
        print(f"  an outlet's later pages: places {times.seconds[PLACES] / later * 1000:.2f}")
    asked = times.calls[SECOND_OPINION]
    each = f" and takes {times.seconds[SECOND_OPINION] / asked * 1000:.1f} ms each time" if asked else ""
    print(f"  trafilatura is asked on {asked / pages:.1%} of the pages{each}")
