"""Articles that must stay together: connected components over stories, works, authors or outlets. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from archive.export.split.article_keys import ArticleKeys

Keys = Callable[[ArticleKeys], Iterable[Hashable]]


def groups(
    articles: Sequence[ArticleKeys], copies: Iterable[tuple[int, int]], shared: Keys
) -> list[list[ArticleKeys]]:
    """The articles in groups. Articles that are copies, or share a key, are in one, also by way of others.

    Args:
        copies: pairs of ids of articles, also of such that are not among the articles.
        shared: the keys of an article by which it is joined with others; none of them is an int.
    """
    joined = _Joined()
    for first, second in copies:
        joined.join(first, second)
    for article in articles:
        for key in shared(article):
            joined.join(article.id, key)
    members: dict[Hashable, list[ArticleKeys]] = defaultdict(list)
    for article in articles:
        members[joined.root(article.id)].append(article)
    return list(members.values())


class _Joined:
    """Disjoint sets. What was never joined is a set of its own and takes no memory."""

    def __init__(self) -> None:
        self._parents: dict[Hashable, Hashable] = {}

    def root(self, item: Hashable) -> Hashable:
        """The item that stands for the set of an item."""
        while (parent := self._parents.get(item, item)) != item:
            self._parents[item] = self._parents.get(parent, parent)
            item = parent
        return item

    def join(self, first: Hashable, second: Hashable) -> None:
        """Make one set of the sets of two items."""
        self._parents[self.root(first)] = self.root(second)
