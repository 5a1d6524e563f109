"""`python tests/bench/furniture.py`: what learned furniture does to real pages, and what learning costs.

1. The corpus's pages that share a host with another: their scores cleaned alone, and after an import and a
   `reclean` that learned from their siblings.
2. The whole corpus imported as one outlet's, the most that can be learned from: how many lines were learned
   (of pages that share nothing: each is a mistake), and processor time with and without the learning.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from archive.clean.article import clean
from archive.db.store import Store
from archive.importing.warc import read_warc
from archive.ingest.ingest import Ingest
from archive.ingest.reclean import reclean
from archive.ingest.storing import new_articles
from archive.ingest.workers.messages import Outcome
from archive.model import Capture
from tests.bench.clean.patched import patched
from tests.bench.corpus import CORPUS
from tests.bench.scoring import Extraction, read_truth, score

FIGURES = ("F1", "precision", "recall", "must_contain", "leak")


def host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def take(db: Path, captures: Iterable[Capture]) -> float:
    """Import into an archive, all in this process; its processor time in seconds."""
    began = time.process_time()
    with ThreadPoolExecutor(1) as threads, Ingest(db, threads, workers=1) as ingest:
        under_way: list[Future[Outcome]] = [ingest.submit(capture) for capture in captures]
        for future in under_way:
            future.result()
    return time.process_time() - began


def shown(db: Path) -> dict[str, str]:
    with Store.open(db, readonly=True) as store:
        return {row["captured_url"]: row["text"] for row in store.db.query("select * from coverage")}


def siblings(captures: list[Capture], folder: Path) -> None:
    hosts = Counter(host(capture.url) for capture in captures)
    pages = [
        replace(capture, outlet=host(capture.url)) for capture in captures if hosts[host(capture.url)] > 1
    ]
    truth = [page for page in read_truth(CORPUS / "articles.truth.jsonl") if hosts[host(page["url"])] > 1]
    db = folder / "siblings.db"
    take(db, pages)
    reclean(db)
    texts = {"alone": {page.url: clean(page).text for page in pages}, "learned": shown(db)}
    truth = [page for page in truth if page["url"] in texts["learned"]]
    print(
        f"{len(truth)} articles of {len({host(page['url']) for page in truth})} hosts with more than one page"
    )
    print(f"{'':10}" + "".join(f"{name:>14}" for name in FIGURES))
    for name, found in texts.items():
        figures = score(truth, {page["id"]: Extraction(found[page["url"]]) for page in truth})
        print(f"{name:10}" + "".join(f"{figures[figure]:>14.4f}" for figure in FIGURES))
    with Store.open(db, readonly=True) as store:
        for row in store.db.query("select * from _learned_boilerplate"):
            print(f"  {row['outlet']}, {row['pages']} of {row['of_pages']}: {row['line']}")


def cost(captures: list[Capture], folder: Path) -> None:
    pages = [replace(capture, outlet="one") for capture in captures]
    spent = take(folder / "with.db", pages)
    with patched([(new_articles, "write_page_lines", lambda *_: None)]):
        without = take(folder / "without.db", pages)
    print(f"\n{len(pages)} pages as one outlet's: {spent:.1f} s of processor time with the learning,")
    print(f"{without:.1f} s without: {spent / without - 1:+.1%}")
    with Store.open(folder / "with.db", readonly=True) as store:
        print("learned:", [row["line"] for row in store.db.query("select line from _learned_boilerplate")])


def main() -> None:
    if not CORPUS.is_dir():
        sys.exit("../shared/corpus is not beside this checkout: nothing to measure")
    captures = list(read_warc(CORPUS / "articles.warc.gz", Counter()))
    with tempfile.TemporaryDirectory() as folder:
        siblings(captures, Path(folder))
        cost(captures[: int(sys.argv[1])] if len(sys.argv) > 1 else captures, Path(folder))


if __name__ == "__main__":
    main()
