"""Related posts as authors put them below a text."""

from __future__ import annotations

from collections.abc import Callable

from tests.publishers.posts import POSTS, RELATED, Post

_BY_SLUG = {post.slug: post for post in POSTS}


def with_related(post: Post, url: Callable[[str], str]) -> str:
    """The Markdown of a post with its related posts; `url` gives the address that a slug will have."""
    links = [f"- [{_BY_SLUG[slug].title}]({url(slug)})" for slug in post.related]
    return "\n".join([post.text, f"## {RELATED}\n", *links, ""]) if links else post.text
