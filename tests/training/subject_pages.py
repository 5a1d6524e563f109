"""Pages whose kind, work and medium are known: ../shared/reviews and tests/reviews."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.clean.article import clean
from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.clean.vocabulary import fold_name
from archive.clean.work.candidates import NameCandidate, name_candidates
from archive.clean.work.medium import medium_features
from archive.clean.work.named_page import NamedPage, read_names
from archive.model import Capture
from crawler.demo.press import Press
from tests.bench.corpus import responses
from tests.bench.reviews import FRESH, KINDS, fresh_pages, review_pages
from tests.bench.scoring import read_truth
from tests.languages.saved import saved_pages
from tests.support.paths import SHARED
from tests.support.seeds_markup import markups, read_seed

_FORMS = ("wordpress", "soup")

SEEDS = "seeds"  # the site of the two pages that the project started from


@dataclass(slots=True)
class SubjectPage:
    """A page with its truth and what is read of it.

    Attributes:
        site: its outlet; no site is both trained on and checked.
        is_real: whether it was published, and not written by us.
        work: the folded name of the one work that it is about; None for none.
        medium_features: what speaks for each medium.
        features: those of each candidate, in the order of `candidates`; [] until they are described.
    """

    id: str
    site: str
    is_real: bool
    kind: str
    work: str | None
    medium: str | None
    doubtful: bool
    page: Page
    named: NamedPage
    candidates: list[NameCandidate]
    medium_features: list[str]
    features: list[list[str]] = field(default_factory=list)


def load_subject_pages() -> list[SubjectPage]:
    """All pages of both sets that are articles."""
    if not (SHARED / "reviews").is_dir():
        sys.exit(f"{SHARED / 'reviews'} is absent: the models of kind and work are trained on its pages")
    return [*_published(), *_written(), *_languages(), *_demo(), *_seeds()]


def _published() -> Iterator[SubjectPage]:
    html = dict(responses(SHARED / "reviews" / "pages.warc.gz"))
    for row in read_truth(SHARED / "reviews" / "truth.jsonl"):
        if row["page_kind"] != "not_article":
            moment = datetime.fromisoformat(row["captured_at"])
            body = html[row["url"]].encode("utf-8", "replace")
            capture = Capture(
                row["url"], moment.replace(tzinfo=UTC), body, content_type="text/html; charset=utf-8"
            )
            truth = (row["page_kind"], row["work_title"], row["medium"], row["doubtful"])
            yield _read(row["id"], row["outlet"], capture, truth, is_real=True)


def _written() -> Iterator[SubjectPage]:
    for pages in (review_pages(), *map(fresh_pages, FRESH + KINDS)):
        for page in pages:
            host = urlsplit(page.capture.url).hostname or ""
            work = page.work or {}
            truth = (page.kind, work.get("title"), work.get("medium"), False)
            yield _read(page.id, f"ours: {host}", page.capture, truth, is_real=False)


def _languages() -> Iterator[SubjectPage]:
    """The saved pages in eight languages, but for reviews whose work is not told."""
    for saved in saved_pages():
        truth = saved.truth
        if "work" in truth or truth["kind"] not in ("review", "recap", "preview", "trailer"):
            host = urlsplit(truth["url"]).hostname or ""
            facts = (truth["kind"], truth.get("work"), truth.get("medium"), False)
            yield _read(saved.id, f"languages: {host}", saved.capture, facts, is_real=False)


def _demo() -> Iterator[SubjectPage]:
    """The articles of the fictional press of `make demo`."""
    moment = datetime(2026, 3, 15, 12, tzinfo=UTC)
    with Press.start(moment) as press:
        for story in press.expected():
            site = press.sites[story.outlet]
            body = site.replies[story.url.removeprefix(site.base)].body
            capture = Capture(story.url, moment, body, content_type="text/html; charset=utf-8")
            work = story.work
            truth = (story.kind, work.title if work else None, work.medium if work else None, False)
            yield _read(story.url, f"demo: {story.outlet}", capture, truth, is_real=False)


def _seeds() -> Iterator[SubjectPage]:
    """The two pages that the project started from, as text and in two templates."""
    moment = datetime(2026, 3, 15, tzinfo=UTC)
    for name, kind in (("vocal-creator-page", "preview"), ("blog-review", "review")):
        forms = markups(name, SHARED)
        bodies = [
            (read_seed(name, SHARED).text, "text/plain"),
            *((forms[form], "text/html") for form in _FORMS),
        ]
        for body, content_type in bodies:
            url = f"https://site.example/stories/{name}"
            capture = Capture(url, moment, body.encode(), content_type=f"{content_type}; charset=utf-8")
            yield _read(name, SEEDS, capture, (kind, "Ballerina", "film", False), is_real=False)


def _read(
    id_: str, site: str, capture: Capture, truth: tuple[str, str | None, str | None, bool], *, is_real: bool
) -> SubjectPage:
    article = clean(capture)
    page = replace(read_page(capture), medium=None)
    title = article.title.value if article.title else None
    named = read_names(page, article.text, title, rated=article.review.rating is not None)
    candidates = name_candidates(named)
    kind, work, medium, doubtful = truth
    return SubjectPage(
        id_, site, is_real, kind, fold_name(work) if work else None, medium, doubtful,
        page, named, candidates, medium_features(page, named),
    )  # fmt: skip
