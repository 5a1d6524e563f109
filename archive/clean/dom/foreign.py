"""Containers that are foreign to the article by their tag or class alone."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_FOREIGN_CONTAINER = re.compile(
    r"(?:^|[-_])(?:comments?|related|users?|readers?|sidebar|widget|recommend\w*)(?:$|[-_])", re.I
)

_PAGE_BUILDER = re.compile(r"elementor")  # Elementor calls every box a widget


def foreign_container(element: HtmlElement) -> str | None:
    """The container around an element that is foreign by its tag or class alone, as `in <aside>`, or None.

    Used for structured data; the room of ratings examines what is printed more closely.
    """
    for box in element.iterancestors():
        if box.tag in ("aside", "nav"):
            return f"in <{box.tag}>"
        if box.tag in ("body", "html"):
            return None
        names = f"{box.get('class') or ''} {box.get('id') or ''}".split()
        named = any(_FOREIGN_CONTAINER.search(name) and not _PAGE_BUILDER.match(name) for name in names)
        if named and box.find(".//h1") is None:  # with the headline in it, it is the article's own
            return f"in <{box.tag} {' '.join(names)}>"
    return None
