"""What stands in place of an article: not found, a consent wall, maintenance, a login, a password."""

from __future__ import annotations

import re

from archive.clean.dom.element_text import element_text
from archive.clean.dom.tags import FRAME
from archive.clean.page.page import Page, title_tag_text
from archive.clean.patterns import phrases

_TYPES = ("error", "maintenance", "consent", "login")
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
            for page_type in _TYPES:
                if phrases("closed", page_type).fullmatch(part.strip(" .!?…*#<>-–—:\u200b")):
                    return page_type, f"titled {part!r}"
    return None


def _asks_for_password(page: Page) -> bool:
    """Whether a field for a password stands in the page's own part, or is that of a protected post."""
    for field in page.tagged("input"):
        if (field.get("type") or "").lower() == "password":
            form = next(field.iterancestors("form"), None)
            names = f"{form.get('class') or ''} {form.get('action') or ''}" if form is not None else ""
            is_framed = next(field.iterancestors(*FRAME), None) is not None
            if "postpass" in names or "post-password" in names or not is_framed:
                return True
    return False
