"""What must hold of every site, whoever published it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.publishers.posts import HIDDEN_POSTS, READABLE_POSTS
from tests.publishers.publisher import Publisher, Site, slug_in
from tests.publishers.reader import Reader
from tests.publishers.score import Score

FACTS_RIGHT = 0.985
OTHER_PAGES = 1
KILLS = 5
IN_FLIGHT = 4  # requests that Matinee makes at once, and that a kill loses
_SLUGS = {post.slug for post in READABLE_POSTS}


def check_found(found: Score) -> None:
    """All posts are articles once, and at most one other page is one."""
    assert not found.lost and not found.doubled and len(found.others) <= OTHER_PAGES, str(found)


def check_facts(found: Score) -> None:
    """Nearly all printed facts are right."""
    assert found.share_right >= FACTS_RIGHT, str(found)


def check_nothing_hidden(publisher: Publisher, articles: Iterable[dict[str, Any]]) -> None:
    """Nothing of a post that readers may not see is in the archive, neither as an article nor in one."""
    for post in HIDDEN_POSTS:
        if post.state in publisher.hides:
            marks = (post.title, *post.text.split("\n\n"))
            leaks = [article["url"] for article in articles if any(mark.strip() in article["text"] for mark in marks)]
            assert leaks == [], post.slug
            assert not any(slug_in(article["url"]) == post.slug for article in articles), post.slug


def posts_requested(site: Site) -> list[str]:
    """The slugs of the posts that were requested, in order; a post requested twice stands twice."""
    return [slug for answer in site.answers() if (slug := slug_in(answer.path)) in _SLUGS]


def check_killed_crawls(site: Site, folder: Path, name: str, prints: frozenset[str]) -> None:
    """A crawl that is killed five times and then left alone has all posts, and asked for few twice."""
    from tests.publishers.score import score  # noqa: PLC0415

    reader = Reader(folder)
    reader.add(name, site.url)
    before = len(posts_requested(site))
    for _ in range(KILLS):
        enough = len(posts_requested(site)) + 3
        reader.crawl_killed(name, lambda enough=enough: len(posts_requested(site)) >= enough)
    reader.crawl(name)
    check_found(score(reader.articles(), prints))
    requests = len(posts_requested(site)) - before
    assert requests <= len(READABLE_POSTS) + KILLS * IN_FLIGHT
