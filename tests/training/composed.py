"""Training pages with something put into them that is not the article, or with less of the article.

Consent panels, the next article, promos between paragraphs, comments, bios, captions in unnamed elements,
paid posts, texts in several elements or in a `<pre>`: kinds of which few pages of the corpus have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from random import Random

from tests.training import reshapes
from tests.training.article_element import article_classes, article_element
from tests.training.inserts import Donor, Maker
from tests.training.page_copy import PageCopy
from tests.training.pages import TrainingPage

_MOST_ELEMENTS = 6_000


class Composer:
    """Makes changed copies of pages, with words of pages in the same fold of hosts."""

    def __init__(self, pages: Sequence[TrainingPage]) -> None:
        self._donors: dict[int, list[tuple[str, Donor]]] = defaultdict(list)
        for page in pages:
            if page.content is not None and (donor := _donor(page)) is not None:
                self._donors[page.fold].append((page.host, donor))

    def compose(self, page: TrainingPage) -> TrainingPage | None:
        """A copy of a page with a few changes, the same each time; None for a page with little text."""
        random = Random(f"1 {page.truth['url']}")
        donors = [donor for host, donor in self._donors[page.fold] if host != page.host]
        if not donors or article_element(page) is None or len(page.boxes) > _MOST_ELEMENTS:
            return None
        copy = PageCopy(
            page, Maker(random, random.sample(donors, min(12, len(donors))), article_classes(page))
        )
        for change in _choose(random):
            change(copy)
        return copy.read()


def _choose(random: Random) -> list[Callable[[PageCopy], None]]:
    changes: list[Callable[[PageCopy], None]] = []
    if random.random() < 0.15:
        changes.append(reshapes.cut_short)
    elif random.random() < 0.15:
        changes.append(reshapes.split)
    elif random.random() < 0.25:
        changes.append(reshapes.as_roundup)
    elif random.random() < 0.08:
        changes.append(reshapes.as_preformatted)
    often = (PageCopy.add_panel, PageCopy.add_next, PageCopy.add_twin, PageCopy.add_promos)
    seldom = (
        PageCopy.add_comments,
        PageCopy.add_bio,
        PageCopy.add_figures,
        PageCopy.add_ending,
        PageCopy.add_cards,
    )
    kinds = (*often, *often, PageCopy.add_promos, *seldom)
    return changes + random.sample(kinds, random.choice((1, 2, 2, 3)))


def _donor(page: TrainingPage) -> Donor | None:
    core = article_element(page)
    if core is None or core.tag in ("body", "html"):
        return None
    assert page.content is not None
    pairs = zip(page.blocks, page.content.tolist(), strict=True)
    prose = tuple(block.text for block, content in pairs if content and block.is_prose)
    return Donor(str(page.truth.get("title") or page.head.title), prose, core)
