"""What finding copies costs at each ingest, as an archive grows.

    .venv/bin/python -m tests.bench.stories [ARTICLES ...]

Writes articles in batches, as the ingest does once they are cleaned, and prints the time of an article around
each size (25,000, 50,000 and 100,000), without and with stories, and the peak of memory. Of a hundred texts
twelve are copies, cut or edited, of one of the last thousand, and ten are pieces of a series.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.db import coverage
from archive.db.rows import text_hash
from archive.db.store import Store
from archive.ingest.storing.store_capture import store_capture
from archive.model import Article, Capture, Gate, Moment, Reading
from archive.stories import refresh as stories
from tests.bench.table import print_table

SIZES = (25_000, 50_000, 100_000)
BATCH = 50
WINDOW = 2_000  # articles up to a size whose times are averaged
START = datetime(2020, 1, 1, tzinfo=UTC)

_TRIGGERS = "select name from sqlite_master where type = 'trigger' and name like 'stale_story%'"


class Press:
    """Writes articles of random words; the same at every run."""

    def __init__(self) -> None:
        self.pick = random.Random(2026)
        syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
        self.words = ["".join(self.pick.choices(syllables, k=self.pick.randint(2, 4))) for _ in range(9000)]
        total = 0.0
        self.weights = [total := total + 1 / (place + 3) for place in range(len(self.words))]
        self.series = [self._words(300) for _ in range(20)]
        self.latest: deque[list[str]] = deque(maxlen=1000)
        self.copies = 0

    def _words(self, count: int) -> list[str]:
        words = self.pick.choices(self.words, cum_weights=self.weights, k=count)
        for place in range(0, count, 12):
            words[place] = words[place].title()
        return words

    def text(self) -> str:
        """A text of about 400 words."""
        chance = self.pick.random()
        if chance < 0.12 and self.latest:
            words = list(self.pick.choice(self.latest))
            words = words[: int(len(words) * self.pick.uniform(0.6, 1))]
            for _ in range(5):
                words[self.pick.randrange(len(words))] = "edited"
            self.copies += 1
        elif chance < 0.22:
            words = [
                self.pick.choice(self.words).title() if place % 9 == 0 else word
                for place, word in enumerate(self.pick.choice(self.series))
            ]
        else:
            words = self._words(self.pick.randint(250, 550))
            self.latest.append(words)
        return "\n".join(" ".join(words[start : start + 60]) for start in range(0, len(words), 60))

    def page(self, number: int) -> tuple[Capture, Article]:
        """A page and what cleaning reads from it."""
        outlet = f"outlet-{int(self.pick.expovariate(0.05))}"
        url, at = f"https://{outlet}.example/{number}", START + timedelta(minutes=number)
        text = self.text()
        title, published = Reading(f"Headline {number}", "h1"), Reading(Moment(at, "second"), "meta")
        capture = Capture(url, at, f"<p>{text}".encode(), outlet=outlet)
        return capture, Article(
            url, text, Gate("article", True), title=title, published=published, markdown=text
        )


def run(path: Path, sizes: list[int], *, with_stories: bool) -> dict[int, tuple[float, float]]:
    """By size, the milliseconds to write an article and, of these, to refresh its stories.

    Only the last articles up to a size are written as the ingest writes them. The others get the rows that
    stories are made of: what else they have makes stories neither faster nor slower.
    """
    press = Press()
    figures: dict[int, tuple[float, float]] = {}
    whole = share = 0.0
    with Store.open(path, create=True) as store:
        if not with_stories:
            for (name,) in store.db.execute(_TRIGGERS).fetchall():
                store.db.execute(f"drop trigger {name}")
        for first in range(0, sizes[-1], BATCH):
            size = next(size for size in sizes if first < size)
            is_measured = first >= size - WINDOW
            pages = [press.page(number) for number in range(first, first + BATCH)]
            started = time.process_time()
            store.db.execute("begin immediate")
            for number, (capture, article) in enumerate(pages, first + 1):
                if is_measured:
                    store_capture(store, store.add_capture(capture).id, capture, article)
                else:
                    _add_rows(store, number, capture, article)
            before = time.process_time()
            stories.refresh(store.db)
            after = time.process_time()
            if is_measured:
                coverage.refresh(store.db)
            else:
                store.db.execute("delete from _stale_coverage")
            store.db.commit()
            if is_measured:
                whole, share = whole + time.process_time() - started, share + after - before
            if first + BATCH == size:
                figures[size] = whole * 1000 / WINDOW, share * 1000 / WINDOW
                written, refreshed = figures[size]
                print(f"{size:,}: {written:.2f} ms an article, {refreshed:.2f} for stories", flush=True)
                whole = share = 0.0
        (grouped,) = store.db.execute("select count(*) from stories").fetchone()
    print(f"{press.copies:,} copies were written; {grouped:,} articles are in stories", flush=True)
    return figures


def _add_rows(store: Store, number: int, capture: Capture, article: Article) -> None:
    at, sha256 = capture.captured_at.isoformat(), text_hash(article.text)
    store.upsert("_bodies", {"sha256": sha256, "size": 0, "zstd": b""}, "sha256")
    store.insert("articles", {"id": number, "url": article.url, "outlet": capture.outlet})
    page = {"url": capture.url, "captured_at": at, "status": 200, "headers": "{}", "sha256": sha256}
    store.insert("captures", {**page, "id": number, "outcome": "new", "article_id": number})
    revision = {"id": number, "article_id": number, "capture_id": number, "text_sha256": sha256}
    facts = {"title": f"Headline {number}", "published": at, "published_precision": "second"}
    text = {"text": article.text, "word_count": article.word_count, "status": "complete"}
    store.insert("revisions", {**revision, **facts, **text, "folded_sha256": sha256})
    store.update("articles", number, {"revision_id": number})


def main() -> None:
    """Print the figures."""
    sizes = sorted(map(int, sys.argv[1:])) or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        plain = run(Path(folder) / "without.db", sizes, with_stories=False)
        whole = run(Path(folder) / "with.db", sizes, with_stories=True)
    rows = []
    for size in sizes:
        (without, _), (with_them, share) = plain[size], whole[size]
        ratios = (with_them / without, share / whole[sizes[0]][1])
        figures = [f"{value:.2f}" for value in (without, with_them, share)]
        rows.append((f"{size:,}", [*figures, *(f"{ratio:.2f}x" for ratio in ratios)]))
    print_table(["ms an article (CPU)", "without", "with", "stories", "ratio", "to the first"], rows)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
