"""An archive with what pages must bear: changes, copies, hostile and long names, right-to-left text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from archive.ingest.ingest import Ingest
from archive.model import Article, Capture, Reading
from archive.web.serve import make_datasette
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
INERT = "<script>alert(1)</script>\"'&"
LONG = "Long " * 2000
ARABIC = "سفينة الليل"
PROSE = "Nobody hurries here, and the keeper of the lighthouse forgives nobody."


def clean(capture: Capture, **_options: Any) -> Article:
    """What the cleaner of the tests reads; the path tells the kind, and `!spoilers` warns of them."""
    article = cleaners.clean(capture)
    kind = "interview" if "/interviews/" in capture.url else "review"
    review = article.review
    if rating := review.rating:
        score = 100 * rating.value.value / rating.value.best
        review = replace(review, rating=replace(rating, value=replace(rating.value, score=score)))
    if b"!spoilers" in capture.body:
        review = replace(review, spoilers=True)
    return replace(
        article,
        kind=Reading(kind, "url"),
        markdown=article.text,
        language=Reading("en", "html"),
        review=review,
    )


def page(url: str, *lines: str, days: float = 0, **fields: Any) -> Capture:
    outlet = url.split("/")[2].split(".", maxsplit=1)[0]
    body = "\n".join(lines).encode()
    return replace(Capture(url, NOON + timedelta(days=days), body, outlet=outlet), **fields)


def rated(name: str, work: str, *facts: str, by: str = "Ada Quill", more: str = "") -> Capture:
    """A review: its outlet and path, its work, its rating and date."""
    rating, date = facts
    host, _, path = name.partition("/")
    lines = (f"{work} review", f"By {by}", f"!work {work}", f"!rating {rating}", f"!date {date}", more)
    return page(f"https://{host}.example/{path}", *filter(None, lines), PROSE, f"{work} {by} {PROSE}")


def captures() -> list[Capture]:
    """Reviews of two works by two critics in three outlets, and the odd pages."""
    return [
        rated("reel/tide", "Low Tide", "4/5", "2026-01-05"),
        rated("noise/tide", "Low Tide", "2/5", "2026-02-05", by="Bo Brand"),
        rated("stage/tide", "Low Tide", "5/5", "2026-02-09", by="Cy Dunne"),
        rated("reel/ferry", "Night Ferry", "1/5", "2025-11-05"),
        rated("noise/ferry", "Night Ferry", "3/5", "2025-12-05", by="Bo Brand"),
        rated("reel/secret", "The Twist", "3/5", "2026-01-20", more="!spoilers"),
        page("https://reel.example/odd", INERT, f"By {INERT}", f"!work {INERT}", PROSE, INERT),
        page("https://reel.example/long", LONG, f"By {LONG}", PROSE + " Long page."),
        page("https://stage.example/arabic", ARABIC, f"By {ARABIC}", f"!work {ARABIC}", f"{ARABIC} " * 20),
        page("https://reel.example/interviews/none", "", "", PROSE + " Untitled."),
    ]


@dataclass(frozen=True)
class Answer:
    """A page as a browser gets it."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.text)

    def texts(self, path: str) -> list[str]:
        """The texts of the elements at an XPath, spaces folded."""
        return [" ".join(" ".join(element.itertext()).split()) for element in self.tree.xpath(path)]


def submit(db: Path, made: list[Capture]) -> Path:
    with ThreadPoolExecutor(1) as threads, Ingest(db, threads, clean=clean) as ingest:
        for capture in made:
            ingest.submit(capture).result(DEADLINE)
    return db


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return submit(tmp_path_factory.mktemp("web") / "archive.db", captures())


Get = Callable[[str], Answer]


@pytest.fixture(scope="module")
def get(db: Path) -> Get:
    """Asks the pages of that archive, without a socket between."""
    return getter(db)


def getter(db: Path) -> Get:
    datasette = make_datasette(db)

    def get(address: str) -> Answer:
        async def ask() -> Answer:
            await datasette.invoke_startup()
            answer = await datasette.client.get(address)
            return Answer(answer.status_code, answer.text, dict(answer.headers))

        return asyncio.run(ask())

    return get
