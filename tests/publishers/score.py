"""An archive of a publisher's site against the truth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.publishers.posts import READABLE_POSTS, Post
from tests.publishers.publisher import slug_in

# Software curls quotes and lengthens dashes as it likes.
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\xa0": " "})


@dataclass(frozen=True)
class Fact:
    """One printed fact of one post: what is right, and what Matinee read."""

    slug: str
    name: str
    right: object
    read: object

    @property
    def is_right(self) -> bool:
        return self.right == self.read

    def __str__(self) -> str:
        return f"{self.slug}: {self.name} is {self.right!r}, read as {self.read!r}"


@dataclass(frozen=True)
class Score:
    """What Matinee made of a site.

    Attributes:
        lost: slugs of posts that are no article of the archive.
        others: URLs of articles that are no post for readers.
        facts: all that the pages of the found posts print.
        doubled: slugs that stand in the archive more than once.
    """

    lost: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[Fact]:
        return [fact for fact in self.facts if not fact.is_right]

    @property
    def share_right(self) -> float:
        return 1 - len(self.wrong) / len(self.facts)

    def __str__(self) -> str:
        share = f"{self.share_right:.1%} of {len(self.facts)} facts right"
        lines = [share, f"lost: {self.lost}", f"other pages: {self.others}", f"doubled: {self.doubled}"]
        return "\n".join([*lines, *map(str, self.wrong)])


def score(
    articles: Iterable[dict[str, Any]], prints: frozenset[str], posts: Sequence[Post] = READABLE_POSTS
) -> Score:
    """Compare the flat records of a site's articles with the posts that readers may see there.

    Args:
        prints: as in `Publisher.prints`.
    """
    result, by_slug = Score(), {post.slug: post for post in posts}
    records: dict[str, dict[str, Any]] = {}
    for article in articles:
        slug = slug_in(article["url"])
        if slug not in by_slug:
            result.others.append(article["url"])
        elif slug in records:
            result.doubled.append(slug)
        else:
            records[slug] = article
    for slug, post in by_slug.items():
        if slug in records:
            result.facts.extend(_facts(post, records[slug], prints))
        else:
            result.lost.append(slug)
    return result


def _facts(post: Post, record: dict[str, Any], prints: frozenset[str]) -> Iterable[Fact]:
    """The facts that a page of the post prints. An unprinted rating is a fact only if one is read."""
    yield Fact(post.slug, "title", _plain(post.title), _plain(record["title"]))
    if prints & {"authors", "first author"}:
        names = list(post.authors if "authors" in prints else post.authors[:1])
        yield Fact(post.slug, "authors", names, record["authors"])
    yield Fact(post.slug, "date", *_dates(post.date, record["published"], "time" in prints))
    if post.kind_in == "title" or "category" in prints:
        yield Fact(post.slug, "kind", post.kind, record["kind"])
    rating = record["rating"] or {}
    if post.rating and post.rating.raw:
        yield Fact(post.slug, "rating", post.rating.raw, rating.get("raw"))
    elif post.rating:
        right = (post.rating.value, post.rating.best)
        yield Fact(post.slug, "rating", right, (rating.get("value"), rating.get("best")))
    elif rating:
        yield Fact(post.slug, "rating", None, rating.get("raw"))


def _dates(right: datetime, read: str | None, to_the_second: bool) -> tuple[object, object]:
    """The right date and the one that was read, as fine as it is printed; a coarser one stays as it is."""
    if read is None or "T" not in read:
        return (right if to_the_second else right.date().isoformat()), read
    moment = datetime.fromisoformat(read)
    return (right, moment) if to_the_second else (right.date(), moment.date())


def _plain(title: str | None) -> str:
    return (title or "").translate(_PLAIN)
