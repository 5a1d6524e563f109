"""The one place where trafilatura is called."""

from __future__ import annotations

import logging

import trafilatura
from lxml.html import HtmlElement

# It logs an error for every page without text; what a page lacks is told by its article, not by a log.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extract(tree: HtmlElement, *, recall: bool = False) -> str:
    """The article's text by trafilatura, a line for each paragraph; "" where it finds none.

    Metadata is left off (a third of its time, and read better elsewhere); its duplicate filter is never used,
    as it remembers earlier pages. The tree is left as it is.
    """
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, favor_recall=recall)
    except Exception:
        # Broken markup reaches corners of its code that expect sound markup; the caller can do without it.
        return ""
    return (getattr(found, "text", None) or "") if found is not None else ""
