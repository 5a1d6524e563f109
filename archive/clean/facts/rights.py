"""What a page says about its use by others: robots meta, licence, copyright, text and data mining."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.clean.metadata.nodes import value_text, values
from archive.clean.page.page import Page, meta_tags, meta_value
from archive.clean.patterns import phrases

_COPYRIGHT = phrases("rights", "copyright")
_NO_HOLDER = phrases("rights", "no_holder")
_TDM = "tdm-reservation"
_LONGEST_LINE = 300


def read_rights(page: Page, holder: str | None = None) -> dict[str, str]:
    """What the page says about its rights; only the keys that it has a value for.

    `robots` (robots meta and X-Robots-Tag as printed; a meta element of Googlebot's own after `googlebot: `,
    as the header has it), `license` (a URL or name), `copyright` (the holder),
    `tdm_reservation` (the W3C text and data mining reservation, as printed).

    `holder` is that of the copyright, where it is known without reading the page; "" for none.
    """
    meta = meta_tags(page)
    robots = [*meta.get("robots", []), *(f"googlebot: {value}" for value in meta.get("googlebot", []))]
    robots += page.headers.get("x-robots-tag", "").splitlines()
    rights = {
        "robots": ", ".join(dict.fromkeys(robots)),
        "license": next(_licenses(page), ""),
        "copyright": next(_holders(page), "") if holder is None else holder,
        "tdm_reservation": meta_value(page, _TDM) or page.headers.get(_TDM, ""),
    }
    return {key: value.strip() for key, value in rights.items() if value.strip()}


def _licenses(page: Page) -> Iterator[str]:
    for value in _stated(page, "license"):
        text = value.get("url") or value.get("@id") or value_text(value) if isinstance(value, dict) else value
        if isinstance(text, str) and text.strip():
            yield text
    for link, relation in page.attributed("rel"):
        if link.tag in ("link", "a") and link.get("href") and "license" in relation.lower().split():
            yield link.get("href", "")


def _holders(page: Page) -> Iterator[str]:
    yield from filter(None, map(value_text, _stated(page, "copyrightHolder")))
    # The last on the page first: the site's own notice is in the footer.
    for notice in reversed(page.blocks):
        lines = (*notice.parts, notice.text) if "©" in notice.text else ()
        for line in (line for line in lines if "©" in line and len(line) <= _LONGEST_LINE):
            for match in _COPYRIGHT.finditer(" ".join(line.split())):
                holder = match["holder"].strip(" ,.-–—|:")
                if re.search(r"[^\W\d_]{2}", holder) and not _NO_HOLDER.match(holder):
                    yield holder


def _stated(page: Page, key: str) -> Iterator[Any]:
    return (value for node in page.articles[:2] for value in values(node, key, page.nodes))
