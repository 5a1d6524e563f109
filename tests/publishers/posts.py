"""The posts that every publisher of these tests writes: the truth in posts.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

READABLE = "published"
RELATED = "Related posts"


@dataclass(frozen=True)
class Rating:
    """A rating as printed, and what it means: `value` of `best`, or `raw` where only a table says that."""

    printed: str
    value: float | None = None
    best: float | None = None
    raw: str | None = None


@dataclass(frozen=True)
class Post:
    """One post, and the facts that a page of it prints.

    Attributes:
        kind_in: `title` or `category`, whichever of the two prints the kind.
        text: in Markdown, in the author's words.
        related: slugs of posts that stand in a list below the text.
        state: `published`, or what keeps readers from it: `draft`, `private`, `protected`, `future`.
    """

    slug: str
    title: str
    authors: tuple[str, ...]
    date: datetime
    language: str
    category: str
    kind: str
    kind_in: str
    text: str
    rating: Rating | None = None
    related: tuple[str, ...] = ()
    state: str = READABLE

    @property
    def html(self) -> str:
        """The text in HTML, without related posts."""
        return str(MarkdownIt("commonmark").render(self.text))


def read_posts() -> tuple[Post, ...]:
    """All posts of posts.toml, those with a state last."""
    truth = tomllib.loads(Path(__file__).with_name("posts.toml").read_text(encoding="utf-8"))
    return tuple(map(_post, truth["post"]))


def _post(facts: dict[str, Any]) -> Post:
    rating = Rating(**facts.pop("rating")) if "rating" in facts else None
    lists = {key: tuple(facts.pop(key, ())) for key in ("authors", "related")}
    return Post(**lists, **{**facts, "text": facts["text"].strip() + "\n"}, rating=rating)


POSTS = read_posts()
READABLE_POSTS = tuple(post for post in POSTS if post.state == READABLE)
HIDDEN_POSTS = tuple(post for post in POSTS if post.state != READABLE)
