"""What only pages other than articles have: why they show none, their names, verse, phrases of forums."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.clean.dom.blocks import Block
from archive.clean.dom.element_text import element_text
from archive.clean.dom.tags import FRAME
from archive.clean.page.page import Page, title_tag_text
from archive.clean.patterns import ends_sentence, phrases
from archive.clean.vocabulary import label_words, word_set

_WIN = re.compile(r"win\s?[!:]", re.I)  # "Win or lose" is a film
_ANSWERS = re.compile(r"\n\d+ answers?$", re.M)
_VERSE_WORDS = 9
_FIRST = "_first"  # ends the names of lines whose words count at the beginning alone
_CLOSED = ("error", "maintenance", "consent", "login")
_PARTS = re.compile(r"\s+[|·•»«–—-]+\s+|\s*\|\s*|(?<=\w):\s")
_MOST_WORDS = 250  # of a page that only says why there is nothing
_PASSWORD_WORDS = 120  # around a field for a password; with more, the page has something to read


def why_closed(page: Page, headline: str, words: int) -> tuple[str, str] | None:
    """(type of page, reason) where a page of so many words says why it shows no article; None for others.

    Besides the headline, `<title>` and the first h1s count.
    """
    if page.tree is None or words > _MOST_WORDS:
        return None
    if words <= _PASSWORD_WORDS and _asks_for_password(page):
        return "login", "asks for a password"
    for title in (headline, title_tag_text(page), *map(element_text, page.tagged("h1")[:2])):
        for part in (title, *_PARTS.split(title)):
            for page_type in _CLOSED:
                if phrases("closed", page_type).fullmatch(part.strip(" .!?…*#<>-–—:\u200b")):
                    return page_type, f"titled {part!r}"
    return None


def _asks_for_password(page: Page) -> bool:
    """Whether a field for a password stands in the page's own part, or is that of a protected post."""
    fields = [one for one in page.tagged("input") if (one.get("type") or "").lower() == "password"]
    forms = [
        f"{form.get('class')} {form.get('action')}" for one in fields for form in one.iterancestors("form")
    ]
    is_of_post = any("postpass" in names or "post-password" in names for names in forms)
    return is_of_post or any(next(one.iterancestors(*FRAME), None) is None for one in fields)


def kinds_named(*titles: str) -> frozenset[str]:
    """The kinds of pages of `[pages]` that the titles of a page name."""
    named = label_words("pages")
    begun = named(*(word for title in titles for word in title.split()[:1]))
    found = {kind for kind in named(*titles) if not kind.endswith(_FIRST)}
    found |= {kind.removesuffix(_FIRST) for kind in begun}
    return frozenset(found | {"contest"} if any(map(_WIN.match, titles)) else found)


def kinds_of_folders(folders: Sequence[str]) -> frozenset[str]:
    """The kinds of pages that the folders of an address name; "competition" may be a festival's."""
    named = {kind for kind in label_words("pages")(*folders) if not kind.endswith(_FIRST)}
    return frozenset(named | {"contest"} if "win" in folders else named)


def count_verses(blocks: Sequence[Block]) -> int:
    """How many short lines without a full stop only a line break parts from the line before."""
    lines = (block.text for block in blocks if block.joined and block.words <= _VERSE_WORDS)
    return sum(not ends_sentence(line) for line in lines)


def count_forum_words(labels: str) -> int:
    """How many phrases of forums the labels of a page have: in lower case, a line break before each."""
    phrases = [phrase for phrase in word_set("forum", "phrases") if phrase in labels]
    before_colon = [word for word in word_set("forum", "before_colon") if f"{word}:" in labels]
    return len(phrases) + len(before_colon) + bool(_ANSWERS.search(labels))
