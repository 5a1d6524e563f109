"""One article of the fictional press: its prose, and the facts that Matinee should read from its page."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from archive.model import Kind, Precision, Rating, Work
from crawler.demo.sites.template import Html

HOUR, MINUTE = 10, 30  # publication time (UTC), far from midnight, so that no time zone changes the day


@dataclass(frozen=True, slots=True)
class Story:
    """The content of one prose file.

    Attributes:
        slug: the file's name without its ending.
        age: how long ago it was published, as (number, unit); the unit is day, month or year.
        published: aware UTC.
        blocks: (tag, text) in order; the tag is `p` or `h2`, the text may contain **bold**.
        extra: facts for the pages of one outlet only: section, tag, standfirst, minutes, ...
    """

    slug: str
    title: str
    authors: tuple[str, ...]
    kind: Kind
    age: tuple[int, Precision]
    published: datetime
    blocks: tuple[tuple[str, str], ...]
    work: Work | None = None
    rating: Rating | None = None
    spoilers: bool | None = None
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text that Matinee should extract: each heading and paragraph."""
        return tuple(text.replace("**", "") for _, text in self.blocks)

    def html(self, emphasis: bool = False, **classes: str) -> Html:
        """The blocks as markup.

        Args:
            emphasis: whether to put the work's title in `<em>`, as some house styles do.
            classes: class attributes by tag, such as `p="css-1x"`.
        """
        return Html(
            "\n".join(self._block(tag, text, classes.get(tag), emphasis) for tag, text in self.blocks)
        )

    def _block(self, tag: str, text: str, css: str | None, emphasis: bool) -> str:
        inner = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text, quote=False))
        if emphasis and self.work and tag == "p":
            title = escape(self.work.title, quote=False)
            inner = inner.replace(title, f"<em>{title}</em>")
        attribute = f' class="{css}"' if css else ""
        return f"<{tag}{attribute}>{inner}</{tag}>"


def published_before(now: datetime, number: int, unit: str) -> datetime:
    """The press's publication time on the day this many days, months or years before `now`."""
    if unit == "day":
        day = now - timedelta(days=number)
    else:
        months = now.year * 12 + now.month - 1 - number * (12 if unit == "year" else 1)
        day = now.replace(year=months // 12, month=months % 12 + 1, day=min(now.day, 28))
    return day.replace(hour=HOUR, minute=MINUTE, second=0, microsecond=0)


@cache
def _prose(outlet: str) -> tuple[tuple[str, str], ...]:
    folder = files("crawler.demo") / "prose" / outlet
    return tuple((path.name.removesuffix(".md"), path.read_text("utf-8")) for path in folder.iterdir())


def load_stories(outlet: str, now: datetime) -> tuple[Story, ...]:
    """The stories of one outlet, newest first."""
    stories = [parse_story(slug, text, now) for slug, text in _prose(outlet)]
    return tuple(sorted(stories, key=lambda story: (story.published, story.slug), reverse=True))


def parse_story(slug: str, text: str, now: datetime) -> Story:
    """Parse a prose file: TOML between two `+++` lines, then paragraphs and `## ` headings."""
    _, head, body = text.split("+++\n", 2)
    facts: dict[str, Any] = tomllib.loads(head)
    number, unit = facts.pop("age").rstrip("s").split()
    work, rating = facts.pop("work", None), facts.pop("rating", None)
    return Story(
        slug=slug,
        title=facts.pop("title"),
        authors=tuple(facts.pop("authors")),
        kind=facts.pop("kind"),
        age=(int(number), unit),
        published=published_before(now, int(number), unit),
        blocks=tuple(_block_of(part) for part in body.strip().split("\n\n")),
        work=Work(**work) if work else None,
        rating=Rating(**rating) if rating else None,
        spoilers=facts.pop("spoilers", None),
        extra={
            key: ",".join(value) if isinstance(value, list) else str(value) for key, value in facts.items()
        },
    )


def _block_of(part: str) -> tuple[str, str]:
    return ("h2", part.removeprefix("## ")) if part.startswith("## ") else ("p", " ".join(part.split("\n")))
