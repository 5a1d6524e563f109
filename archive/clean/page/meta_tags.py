"""The `<meta>` tags of a page, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.clean.page.page import cached_per_page

if TYPE_CHECKING:
    from archive.clean.page.page import Page


@cached_per_page
def meta_tags(page: Page) -> dict[str, list[str]]:
    """The contents of the page's meta tags, by `property`, `name`, `http-equiv` or `itemprop` in lower case.

    `itemprop` counts only in the head: in the body it describes the microdata item around it, not the page.
    """
    tags: dict[str, list[str]] = {}
    for element in page.tagged("meta"):
        content = " ".join((element.get("content") or "").split())
        if content:
            parent = element.getparent()
            in_head = parent is not None and parent.tag == "head"
            for attribute in ("property", "name", "http-equiv", *(["itemprop"] if in_head else [])):
                for key in (element.get(attribute) or "").lower().split():
                    tags.setdefault(key, []).append(content)
    return tags
