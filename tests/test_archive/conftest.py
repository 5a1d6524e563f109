"""A small archive with every kind of fact in it, written as the ingest writes it but without cleaning."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.ingest.storing.store_capture import store_capture
from archive.model import Article, Author, Capture, Gate, Moment, Rating, Reading, Review, Work
from tests.test_archive.site_rule_pages import make_capture, write  # noqa: F401 - fixtures for this folder

SAVED = datetime(2026, 3, 15, 12, tzinfo=UTC)
Put = Callable[..., int | None]


def moment(text: str) -> Reading[Moment]:
    """`2025`, `2025-06`, `2025-06-01` or a full time, with the precision that it shows."""
    precision = {4: "year", 7: "month", 10: "day"}.get(len(text), "second")
    at = datetime.fromisoformat(text + "-01-01"[: max(0, 10 - len(text))] if len(text) < 10 else text)
    return Reading(Moment(at.replace(tzinfo=UTC), precision), "meta", text)


def article(url: str, title: str | None, text: str, **facts: object) -> Article:
    gate = Gate("article", True)
    reading = Reading(title, "h1") if title else None
    return replace(Article(url, text, gate, title=reading), **facts)


BALLERINA = Reading(Work("Ballerina", 2025, "film", {"imdb": "tt7181546"}), "json-ld")
ARTICLES = {
    "verdict": article(
        "https://reel.example/reviews/ballerina",
        "Ballerina dances on her own",
        "The spin-off moves fast.\nAnd that's a huge missed opportunity, don't you think?\n"
        "Figures: 5 < 6 & 7 > 2.",
        authors=Reading(
            (Author("Zoë Ortega"), Author("Smith; Jones")), "byline", "By Zoë Ortega & Smith; Jones"
        ),
        published=moment("2025-06-06T18:30:00"),
        updated=moment("2025-06-07"),
        kind=Reading("review", "json-ld"),
        review=Review(
            BALLERINA,
            Reading(Rating("3.5/4", 3.5, 4, 0, "stars", 87.5, "linear-1"), "json-ld", "3.5/4"),
            True,
        ),
        language=Reading("en-GB", "html"),
        rights={"license": "CC-BY-4.0"},
    ),
    "preview": article(
        "https://reel.example/ballerina-expectations",
        "What we expect of Ballerina",
        "A film about a dancer. The prefix of ballerinas is long.\nNothing of it is out yet.",
        authors=Reading((Author("Decider TV"),), "byline"),
        published=moment("2025"),
        kind=Reading("preview", "text"),
        review=Review(BALLERINA),
        language=Reading("en", "text"),
    ),
    "album": article(
        "https://noise.example/albums/tide?id=7",
        'Tide, "Low Water"',
        "A record of two halves, as C++ is a language of two minds.\nThe dancer returns in the last song.",
        authors=Reading((Author("Zoe Ortega"),), "meta"),
        published=moment("2024-05-17"),
        kind=Reading("review", "url"),
        review=Review(
            Reading(Work("Low Water", 2024, "music"), "title"),
            Reading(Rating("Recommended", scale="designation"), "text"),
            False,
        ),
        language=Reading("de", "text"),
    ),
    "undated": article(
        "https://noise.example/note", None, "A blank note on nothing, by nobody.", status="excerpt"
    ),
}


@pytest.fixture(scope="session")
def archive_of_four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `db` copies: writing it takes far longer."""
    path = tmp_path_factory.mktemp("four") / "archive.db"
    for number, made in enumerate(ARTICLES.values()):
        outlet = made.url.split("//")[1].split(".")[0]
        put(path, made, Capture(made.url + "#top", SAVED, b"<p>%d \xff</p>" % number, outlet=outlet))
    return path


@pytest.fixture
def db(archive_of_four: Path, tmp_path: Path) -> Path:
    """An archive of four articles: `verdict` and `preview` of outlet reel, `album` and `undated` of noise."""
    return copied(archive_of_four, tmp_path)


def copied(archive: Path, folder: Path) -> Path:
    """A copy of an archive that nobody has open."""
    (alone,) = archive.parent.iterdir()
    return Path(shutil.copy(alone, folder / "archive.db"))


def put(path: Path, made: Article | None, capture: Capture) -> int | None:
    """Write a capture and what was read of it; the id of the article."""
    with Store.open(path, create=True) as store, store.transaction():
        return store_capture(store, store.add_capture(capture).id, capture, made).article_id


@pytest.fixture
def add(db: Path) -> Put:
    """`add(article, capture)`: one more capture in the archive."""
    return lambda made, capture: put(db, made, capture)


@pytest.fixture
def articles() -> dict[str, Article]:
    """What is in the archive, by name, in the order of its ids."""
    return ARTICLES
