"""Pages of outlets as they are: one template each, with a menu, cards of other pages, styles and scripts.

A page weighs 60 to 150 kB, a tenth of it the article, as pages of publishers do. The templates are those of
`tests.support.seeds_markup`, the words are made up.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from tests.support.seeds_markup import TEMPLATES, Seed
from tests.test_archive.proven_pages import seed

THEMES = ("wordpress", "ghost", "publisher", "creator")

_SMALL_WORDS = (
    "the", "of", "and", "a", "to", "in", "is", "that", "it", "for", "as", "with", "his", "her", "on", "by",
    "who", "from", "at", "not", "but", "they", "which",
)  # fmt: skip

_SECTIONS = ("Film", "Television", "Music", "Games", "Books", "Stage", "Podcasts", "Festivals", "Interviews")


class OutletPages:
    """The pages of one outlet.

    Args:
        number: of the outlet; it chooses the template and what is the same on all pages.
        pages: how many pages there are.
    """

    def __init__(self, number: int, pages: int) -> None:
        self._number, self._pages = number, pages
        self._theme = THEMES[number % len(THEMES)]
        chance = random.Random(f"outlet {number}")
        self._style = "\n".join(_rules(chance))
        self._menu = "".join(_menu_items(chance))
        self._script = "\n".join(_slots(chance))

    def page(self, number: int) -> bytes:
        """One page, other than those of all other numbers."""
        chance = random.Random(f"{self._number} page {number}")
        html = TEMPLATES[self._theme](self._seed(number, chance))
        head, _, rest = html.partition("</head>")
        start, _, body = rest.partition(">")
        content, _, _ = body.rpartition("</body>")
        config = {"page": number, "tags": chance.sample(_SECTIONS, 3), "token": chance.randbytes(3000).hex()}
        return (
            f"{head}<style>{self._style}</style><script>window.config={json.dumps(config)}</script></head>{start}>"
            f'<nav class="mega-menu" aria-label="All sections"><ul>{self._menu}</ul></nav>{content}'
            f'<section class="river"><h2>More from us</h2>{"".join(self._cards(number, chance))}</section>'
            f"<script>{self._script}</script></body></html>"
        ).encode()

    def _seed(self, number: int, chance: random.Random) -> Seed:
        text = [("p", _paragraph(chance)) for _ in range(chance.randint(10, 20))]
        text.insert(4, ("h2", _sentence(chance, 5)[:-1]))
        return replace(
            seed(number),
            site=f"The Lantern {self._number}",
            blocks=tuple(text),
            rights=f"© 2026 The Lantern {self._number}",
        )

    def _cards(self, number: int, chance: random.Random) -> Iterator[str]:
        others = [other for other in range(self._pages) if other != number]
        for other in chance.sample(others, min(len(others), 24)):
            card = seed(other)
            yield (
                f'<article class="card card--river"><a class="card__link" href="{path(other)}">'
                f'<picture><source srcset="/img/{other}-640.webp 640w, /img/{other}-320.webp 320w">'
                f'<img class="card__image" loading="lazy" src="/img/{other}.jpg" alt=""></picture>'
                f'<h3 class="card__title">{escape(card.title or "")}</h3></a>'
                f'<p class="card__text">{escape(card.blocks[1][1][:120])}</p>'
                f'<p class="card__meta"><span>{card.author}</span> <time>{card.published}</time></p>'
                "</article>"
            )


def outlet_pages(number: int, pages: int) -> dict[str, bytes]:
    """An outlet's pages by path."""
    outlet = OutletPages(number, pages)
    return {path(page): outlet.page(page) for page in range(pages)}


def path(number: int) -> str:
    """The path of a page."""
    words = (seed(number).title or "").partition(",")[0].lower().split()
    return f"/reviews/{number}-{'-'.join(words)}.html"


def _rules(chance: random.Random) -> Iterator[str]:
    for rule in range(chance.randint(400, 1000)):
        margin, color, size = chance.randrange(40), chance.randrange(1 << 24), chance.randrange(10, 30)
        yield f".c-{rule}{{margin:{margin}px;color:#{color:06x};font:{size}px/1.4 serif}}"


def _menu_items(chance: random.Random) -> Iterator[str]:
    for place, section in enumerate(_SECTIONS * chance.randint(5, 12)):
        link = f'<a href="/{section.lower()}/{place}/">{section} {place}</a>'
        yield f'<li class="menu-item menu-item-{place}">{link}</li>'


def _slots(chance: random.Random) -> Iterator[str]:
    for slot in range(chance.randint(100, 400)):
        width, key = chance.randrange(90, 970), chance.randbytes(20).hex()
        yield f"(window.slots=window.slots||[]).push({{id:{slot},sizes:[[{width},250]],key:'{key}'}});"


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance, chance.randint(8, 24)) for _ in range(chance.randint(3, 6)))


def _sentence(chance: random.Random, words: int) -> str:
    """A sentence that no other page has: else all articles were compared as copies of one story."""
    chosen = [chance.choice(_SMALL_WORDS) if chance.random() < 0.45 else _word(chance) for _ in range(words)]
    chosen[words // 2] += ","
    return " ".join(chosen).capitalize() + "."


def _word(chance: random.Random) -> str:
    return "".join(
        chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 4))
    )
