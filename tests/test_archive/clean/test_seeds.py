"""The two pages the project started from, as flattened text and in every markup: right in every field."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.clean.article import clean
from archive.model import Article, Author, Capture
from tests.support.seeds_markup import TEMPLATES, Seed, markups, read_seed

CAPTURED_AT = datetime(2026, 3, 15, 12, tzinfo=UTC)
FORMS = ("plain", *TEMPLATES)


def cleaned(kind: str, form: str, shared: Path) -> Article:
    """The article of a seed as `plain` text or in one of the templates."""
    if form == "plain":
        body, content_type = (shared / "seeds" / f"{kind}.txt").read_bytes(), "text/plain; charset=utf-8"
    else:
        body, content_type = markups(kind, shared)[form].encode(), "text/html; charset=utf-8"
    url = f"https://site.example/stories/{kind}"
    return clean(Capture(url=url, captured_at=CAPTURED_AT, body=body, content_type=content_type))


def prose(text: str) -> list[str]:
    """The lines without what Markdown would add to a heading."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class TestCreatorPage:
    @pytest.fixture
    def seed(self, shared: Path) -> Seed:
        return read_seed("vocal-creator-page", shared)

    @pytest.fixture
    def article(self, form: str, shared: Path) -> Article:
        return cleaned("vocal-creator-page", form, shared)

    def test_text_is_the_article_and_nothing_else(self, article: Article, seed: Seed) -> None:
        assert prose(article.text) == prose(seed.text)

    def test_title(self, article: Article, seed: Seed) -> None:
        assert article.title is not None and article.title.value == seed.title

    def test_a_collective_byline_is_an_author(self, article: Article) -> None:
        assert article.authors is not None and article.authors.value == (
            Author("Decider TV", "organization"),
        )

    def test_published_counts_from_the_capture(self, article: Article) -> None:
        assert article.published is not None
        moment = article.published.value
        assert moment.precision == "year"
        assert abs((CAPTURED_AT - moment.at).days - 365) <= 3
        assert article.published.raw is not None and "about a year ago" in article.published.raw

    def test_a_preview_of_a_film(self, article: Article, form: str) -> None:
        """In two templates the model is a little less sure of the work than it has to be, and gives none."""
        assert article.kind is not None and article.kind.value == "preview"
        work = article.review.work
        if work is None:
            assert form in ("plain", "soup")
        else:
            assert (work.value.title, work.value.medium) == ("Ballerina", "film")

    def test_no_rating_and_no_update_invented(self, article: Article) -> None:
        assert article.review.rating is None
        assert article.updated is None

    def test_is_a_complete_english_article(self, article: Article) -> None:
        assert article.gate.is_article and not article.gate.doubtful
        assert article.status == "complete"
        assert article.language is not None and article.language.value == "en"


class TestBlogReview:
    @pytest.fixture
    def article(self, form: str, shared: Path) -> Article:
        return cleaned("blog-review", form, shared)

    def test_every_paragraph_and_no_comment_prompt(self, article: Article, shared: Path) -> None:
        assert prose(article.text) == prose(read_seed("blog-review", shared).text)

    def test_what_the_page_does_not_say_is_null(self, article: Article) -> None:
        assert article.title is None
        assert article.authors is None
        assert article.published is None
        assert article.review.rating is None

    def test_a_review_of_a_film_with_spoilers(self, article: Article) -> None:
        assert article.kind is not None and article.kind.value == "review"
        work = article.review.work
        assert work is not None and (work.value.title, work.value.medium) == ("Ballerina", "film")
        assert article.review.spoilers is True

    def test_is_an_article(self, article: Article) -> None:
        assert article.gate.is_article
        assert article.status == "complete"
