"""What a page says of its use by others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.element_text import words_of
from archive.clean.metadata.nodes import articles, text_of, values
from archive.clean.page.meta_tags import metas
from archive.clean.page.page import Page

_YEARS = r"(?:(?:19|20)\d\d\s*(?:[-–—,/]\s*(?:(?:19|20)\d\d|\d\d|present))?)"

_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|&copy;|\bcopyright\b)\s*(?:©|\(c\)|copyright)?\s*(?:by\s+)?{_YEARS}?[\s,.:|–—-]*(?:by\s+)?"
    rf"(?P<holder>[^©|•·\n]{{2,80}}?)\s*(?:{_YEARS})?\s*"
    r"(?=[.;|•·©]?\s*(?:all rights|alle rechte|tous droits|todos los derechos|tutti i diritti|"
    r"todos os direitos)|[|•·©;]|(?<=[a-z]{4})\.\s|\.?$)",
    re.I,
)

_NO_HOLDER = re.compile(
    r"(?:all rights|rights reserved|notice|policy|infringement|law|and|reserved|the|terms|privacy)\b", re.I
)

_MARKED = etree.XPath(  # from the few texts up: to ask every element for its texts takes longer
    "//body/descendant::text()[contains(., '©')]/parent::*[ancestor::body][not(self::script or self::style)]"
)

_LONGEST_LINE = 300


def read_rights(page: Page) -> dict[str, str]:
    """What the page prints of rights; only the keys that are there.

    `robots` (robots meta and X-Robots-Tag as printed; a meta element of Googlebot's own after `googlebot: `,
    as the header has it), `license` (a URL or name), `copyright` (the holder),
    `tdm_reservation` (the W3C text and data mining reservation, as printed).
    """
    meta = metas(page)
    robots = [*meta.get("robots", []), *(f"googlebot: {value}" for value in meta.get("googlebot", []))]
    robots += page.headers.get("x-robots-tag", "").splitlines()
    found = {
        "robots": ", ".join(dict.fromkeys(robots)),
        "license": next(_licenses(page), ""),
        "copyright": next(_holders(page), ""),
        "tdm_reservation": (meta.get("tdm-reservation") or [page.headers.get("tdm-reservation") or ""])[
            0
        ].strip(),
    }
    return {key: value for key, value in found.items() if value}


def _licenses(page: Page) -> Iterator[str]:
    for node in articles(page.nodes)[:2]:
        for value in values(node, "license", page.nodes):
            text = (
                value.get("url") or value.get("@id") or text_of(value) if isinstance(value, dict) else value
            )
            if isinstance(text, str) and text.strip():
                yield text.strip()
    for element in page.tree.iter("link", "a") if page.tree is not None else ():
        if "license" in (element.get("rel") or "").lower().split() and element.get("href"):
            yield element.get("href", "").strip()


def _holders(page: Page) -> Iterator[str]:
    for node in articles(page.nodes)[:2]:
        for value in values(node, "copyrightHolder", page.nodes):
            if name := text_of(value):
                yield name
    for line in _copyright_lines(page):
        for found in _COPYRIGHT.finditer(line):
            holder = found["holder"].strip(" ,.-–—|:")
            if re.search(r"[^\W\d_]{2}", holder) and not _NO_HOLDER.match(holder):
                yield holder


def _copyright_lines(page: Page) -> Iterator[str]:
    """Lines with a © in them, the last on the page first: the site's own stands in its footer."""
    if page.tree is None:
        yield from (line for line in reversed(page.lines) if "©" in line and len(line) <= _LONGEST_LINE)
        return
    for element in reversed(cast("list[HtmlElement]", _MARKED(page.tree))):
        line = words_of(element)
        if len(line) <= _LONGEST_LINE:
            yield line
