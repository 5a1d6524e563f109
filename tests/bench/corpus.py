"""`make bench`: Matinee beside bare trafilatura on the shared corpus, in one run.

Prints one table of the corpus's figures, the share of non-articles that pass for articles, and pages a second
of `matinee import` beside a process pool that runs bare trafilatura over the same WARC.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tests.bench.scoring import Extraction, read_truth, score
from tests.support.paths import SHARED

CORPUS = SHARED / "corpus"
MATINEE = Path(sys.executable).with_name("matinee")
# The lower the better: the rest of the figures are the higher the better.
COSTS = {"leak", "dates invented", "authors invented"}
JUDGED = ("forum", "product", "collection", "listing")


def bare(url: str, html: str, *, fast: bool = False) -> Extraction:
    """The README's call of bare trafilatura, or the same by its `fast` path."""
    from trafilatura import bare_extraction

    document = bare_extraction(html, url=url, with_metadata=True, include_comments=False, fast=fast)
    if document is None:
        return Extraction()
    authors = tuple((document.author or "").split("; ")) if document.author else ()
    return Extraction(document.text or "", document.title, authors, document.date)


def run_bare(warc: Path) -> dict[str, Extraction]:
    """Bare trafilatura over every page of a WARC, in as many processes as `matinee import` uses."""
    pages = list(responses(warc))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(bare, *zip(*pages, strict=True), chunksize=8)
        return dict(zip((url for url, _ in pages), found, strict=True))


def responses(warc: Path) -> Iterator[tuple[str, str]]:
    """(URL, HTML) of every response; the corpus is UTF-8 throughout."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with warc.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            yield record.headers["WARC-Target-URI"], record.reader.read().decode("utf-8", "replace")


def matinee(*arguments: str | Path) -> None:
    """Run the command line; what it prints is kept off the table unless it fails."""
    done = subprocess.run([MATINEE, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"matinee {' '.join(map(str, arguments))} failed:\n{done.stderr}")


def run_matinee(warc: Path, folder: Path) -> tuple[dict[str, Extraction], float]:
    """Import and export as a user would. Returns what was read by captured URL, and the import's seconds."""
    db, out = folder / f"{warc.stem}.db", folder / f"{warc.stem}.jsonl"
    began = time.perf_counter()
    matinee("import", warc, "--db", db)
    seconds = time.perf_counter() - began
    matinee("export", out, "--db", db)
    with out.open(encoding="utf-8") as lines:
        return {row["captured_url"]: extraction(row) for row in map(json.loads, lines)}, seconds


def extraction(row: Mapping[str, Any]) -> Extraction:
    return Extraction(row["text"], row["title"], tuple(row["authors"]), row["published"])


def by_id(truth: list[dict[str, Any]], found: Mapping[str, Extraction]) -> dict[str, Extraction]:
    return {page["id"]: found[page["url"]] for page in truth if page["url"] in found}


def print_figures(ours: Mapping[str, float], bare: Mapping[str, float]) -> None:
    print(f"{'figure':18}{'matinee':>10}{'bare':>10}  ")
    for name, value in ours.items():
        other = bare[name]
        worse = (name in COSTS and value > other) or (name not in COSTS and value < other)
        form = ".4f" if isinstance(value, float) else "d"
        print(f"{name:18}{value:>10{form}}{other:>10{form}}  {'WORSE' if worse else ''}")


def print_passed(truth: list[dict[str, Any]], found: Mapping[str, Extraction]) -> None:
    totals = Counter(page["page_type"] for page in truth)
    passed = Counter(page["page_type"] for page in truth if page["url"] in found)
    judged, of = sum(passed[t] for t in JUDGED), sum(totals[t] for t in JUDGED)
    print(f"\npages that pass for articles: {judged} of {of} that should not ({judged / of:.1%})")
    print("  " + ", ".join(f"{kind} {passed[kind]}/{total}" for kind, total in sorted(totals.items())))


def main() -> None:
    if not CORPUS.is_dir():
        sys.exit("../shared/corpus is not beside this checkout: nothing to measure")
    articles, others = (read_truth(CORPUS / f"{name}.truth.jsonl") for name in ("articles", "other-pages"))
    warc = CORPUS / "articles.warc.gz"
    with tempfile.TemporaryDirectory() as folder:
        ours, seconds = run_matinee(warc, Path(folder))
        passed, _ = run_matinee(CORPUS / "other-pages.warc.gz", Path(folder))
    began = time.perf_counter()
    theirs = run_bare(warc)
    bare_seconds = time.perf_counter() - began

    print_figures(score(articles, by_id(articles, ours)), score(articles, by_id(articles, theirs)))
    print(f"\narticles made: {len(ours)} of {len(articles)}")
    print_passed(others, passed)
    pages = len(articles)
    print(
        f"\nimport {pages / seconds:.1f} pages/s, bare trafilatura {pages / bare_seconds:.1f} pages/s: ",
        end="",
    )
    print(f"{bare_seconds / seconds:.2f} times bare's speed, with the archive written")


if __name__ == "__main__":
    main()
