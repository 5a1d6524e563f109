"""The one place where trafilatura is called."""

from __future__ import annotations

import logging

import trafilatura
from lxml.html import HtmlElement

# It logs an error for every page without text; what a page lacks is told by its article, not by a log.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extract(tree: HtmlElement, *, recall: bool = False) -> str:
    """The article's text by trafilatura, one line a paragraph; "" where it finds none. Leaves the tree as it is.

    Metadata is left off (a third of its time, and read better elsewhere); its duplicate filter is never used, as
    it remembers earlier pages.
    """
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, favor_recall=recall)
    except (ValueError, TypeError, AttributeError, AssertionError, RecursionError):
        # Broken markup can reach corners of its code that expect sound markup.
        return ""
    return (getattr(found, "text", None) or "") if found is not None else ""
