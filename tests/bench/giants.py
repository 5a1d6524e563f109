"""Giant pages in their full size: seconds of processor time beside lxml's parse of the same bytes.

python -m tests.bench.giants [NAME ...]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from lxml import html

from archive.clean.article import clean
from archive.model import Capture
from tests.support.giant_pages import GIANTS

# lxml alone takes minutes for these.
UNPARSED = frozenset(("attributes",))

CAPTURED_AT = datetime(2024, 2, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="some of the pages; all without")
    names = parser.parse_args().names or list(GIANTS)
    print(f"{'page':34}{'MB':>7}{'clean s':>9}{'lxml s':>8}{'ratio':>8}  outcome")
    for name in names:
        size, make = GIANTS[name][:2]
        body = make(size).encode("utf-8", "surrogateescape")
        kind = "text/plain" if name == "plain text" else "text/html"
        capture = Capture("https://film.example/a", CAPTURED_AT, body, 200, kind)
        article, ours = _timed(partial(clean, capture, places=True))
        parse = 0.0 if name in UNPARSED else _timed(partial(html.document_fromstring, body))[1]
        outcome = article.status if article.gate.is_article else article.gate.page_type
        ratio = f"{ours / max(parse, 0.01):.1f}" if name not in UNPARSED else "-"
        print(f"{name:34}{len(body) / 1e6:7.1f}{ours:9.2f}{parse:8.2f}{ratio:>8}  {outcome}", flush=True)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    try:
        result = work()
    except ValueError as error:  # lxml refuses some of these
        result = error
    return result, time.process_time() - start


if __name__ == "__main__":
    main()
