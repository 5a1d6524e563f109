"""What a page says about its use by others: robots meta, licence, copyright, text and data mining."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.metadata.nodes import value_text, values
from archive.clean.page.meta_tags import meta_tags
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

_LONGEST_LINE = 300


def read_rights(page: Page, holder: str | None = None) -> dict[str, str]:
    """What the page says about its rights; only the keys that it has a value for.

    `robots` (robots meta and X-Robots-Tag as printed; a meta element of Googlebot's own after `googlebot: `,
    as the header has it), `license` (a URL or name), `copyright` (the holder),
    `tdm_reservation` (the W3C text and data mining reservation, as printed).

    Args:
        page: the page.
        holder: of the copyright, where it is known without reading the page; "" for none.
    """
    meta = meta_tags(page)
    robots = [*meta.get("robots", []), *(f"googlebot: {value}" for value in meta.get("googlebot", []))]
    robots += page.headers.get("x-robots-tag", "").splitlines()
    rights = {
        "robots": ", ".join(dict.fromkeys(robots)),
        "license": next(_licenses(page), ""),
        "copyright": next(_holders(page), "") if holder is None else holder,
        "tdm_reservation": (meta.get("tdm-reservation") or [page.headers.get("tdm-reservation") or ""])[
            0
        ].strip(),
    }
    return {key: value for key, value in rights.items() if value}


def _licenses(page: Page) -> Iterator[str]:
    for node in page.articles[:2]:
        for value in values(node, "license", page.nodes):
            text = (
                value.get("url") or value.get("@id") or value_text(value)
                if isinstance(value, dict)
                else value
            )
            if isinstance(text, str) and text.strip():
                yield text.strip()
    for link, relation in page.attributed("rel"):
        target = link.get("href") if link.tag in ("link", "a") else None
        if target is not None and "license" in relation.lower().split():
            yield target.strip()


def _holders(page: Page) -> Iterator[str]:
    for node in page.articles[:2]:
        for value in values(node, "copyrightHolder", page.nodes):
            if name := value_text(value):
                yield name
    # The last on the page first: the site's own notice is in the footer.
    notices = (block for block in reversed(page.blocks) if "©" in block.text)
    lines = (" ".join(line.split()) for notice in notices for line in (*notice.parts, notice.text))
    for line in (line for line in lines if "©" in line and len(line) <= _LONGEST_LINE):
        for match in _COPYRIGHT.finditer(line):
            holder = match["holder"].strip(" ,.-–—|:")
            if re.search(r"[^\W\d_]{2}", holder) and not _NO_HOLDER.match(holder):
                yield holder
