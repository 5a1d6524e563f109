"""The scoring of ../shared/reviews/README.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Any, TypeAlias

from archive.model import Article, Moment
from tests.bench.scoring import Extraction, fold, fold_names, snippets_in_texts

Row: TypeAlias = Mapping[str, Any]  # a line of truth.jsonl
Pairs: TypeAlias = Sequence[tuple[Row, Extraction]]

# Their ratings are drawn by script and stand nowhere in the page as it is served.
DRAWN_BY_SCRIPT = frozenset(f"r3a-{number:03}" for number in range(45, 50))

# The field of a tool that each figure needs, where that is not the text.
NEEDS = {
    "title": "title",
    "author": "author",
    "date": "date",
    **dict.fromkeys(("passes", "others", "kind", "work", "other work", "rating", "invented"), "review"),
}


def is_article(row: Row) -> bool:
    """Whether a page is an article by its label."""
    return bool(row["page_kind"] != "not_article")


def score_reviews(truth: Sequence[Row], found: Mapping[str, Extraction]) -> dict[str, float]:
    """Every figure for one tool. Those that only ours reads are absent for the other tools.

    `passes` and `others` are the shares of articles and of other pages that the gate lets pass, `other work`
    the share of reviews to which another work is given, `invented` how many pages have a rating that the
    critic did not give.
    """
    pairs = [(row, found[row["id"]]) for row in truth]
    articles = [(row, got) for row, got in pairs if is_article(row)]
    shares = {
        "leak": snippets_in_texts(articles, "must_not_contain"),
        "title": [title_is_right(row, got) for row, got in articles],
        "author": [
            fold_names(got.authors) == fold_names(row["authors"]) for row, got in articles if row["authors"]
        ],
        "date": [date_is_right(row, got) for row, got in articles if row["published"]],
        "passes": [got.article.gate.is_article for _, got in articles if got.article],
        "others": [got.article.gate.is_article for row, got in pairs if got.article and not is_article(row)],
        **_review_shares([(row, got.article) for row, got in articles if got.article]),
    }
    ends = score_ends(articles)
    return {**ends, **{name: fmean(values) for name, values in shares.items() if values}}


def score_ends(pairs: Pairs) -> dict[str, float]:
    """The shares of texts that hold the author's first words and the last."""
    fields = {"first words": "first_words", "last words": "last_words"}
    return {
        name: fmean(fold(row[field]) in fold(got.text) for row, got in pairs if row[field])
        for name, field in fields.items()
    }


def _review_shares(pairs: Sequence[tuple[Row, Article]]) -> dict[str, list[bool]]:
    clear = [(row, article) for row, article in pairs if not row["doubtful"]]
    reviews = [(row, article) for row, article in clear if row["page_kind"] == "review"]
    drawn = [(row, article) for row, article in pairs if row["id"] not in DRAWN_BY_SCRIPT]
    return {
        "kind": [bool(article.kind and article.kind.value == row["page_kind"]) for row, article in clear],
        "work": [work_is_right(row, article) is True for row, article in reviews if row["work_title"]],
        "other work": [work_is_right(row, article) is False for row, article in reviews],
        "rating": [
            rating_is_right(row, article) for row, article in drawn if row["rating_value"] is not None
        ],
        "invented": [article.review.rating is not None for row, article in drawn if not row["rating_raw"]],
    }


def work_is_right(row: Row, article: Article) -> bool | None:
    """Whether the work is the one reviewed; None where none is given."""
    work = article.review.work
    return None if work is None else fold(work.value.title) == fold(row["work_title"] or "")


def rating_is_right(row: Row, article: Article) -> bool:
    """Whether the value is the critic's, and the best where that is printed."""
    if article.review.rating is None:
        return False
    rating = article.review.rating.value
    return bool(rating.value == row["rating_value"]) and bool(
        not row["rating_best_printed"] or rating.best == row["rating_best"]
    )


def title_is_right(row: Row, got: Extraction) -> bool:
    """Whether the title is one of the printed forms."""
    return fold(got.title or "") in {fold(title) for title in (row["title"], *row["title_alt"]) if title}


def date_is_right(row: Row, got: Extraction) -> bool:
    """Whether the day is the printed one; of a time to the second, its day in any zone."""
    moment: Moment | None = got.article.published.value if got.article and got.article.published else None
    if moment is None or moment.precision != "second":
        return (got.published or "")[:10] == row["published"]
    printed = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
    at = moment.at.astimezone(UTC)
    return printed - timedelta(hours=14) <= at < printed + timedelta(days=1, hours=12)
