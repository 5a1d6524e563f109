"""Read the readers' comments of a page from its elements or its structured data."""

from __future__ import annotations

from archive.clean.comments.elements import comments_from_elements
from archive.clean.comments.nodes import comments_from_nodes
from archive.clean.page.page import Page
from archive.model import Comment

MOST = 2000  # comments of a page


def read_comments(page: Page) -> tuple[Comment, ...]:
    """The comments in page order, at most `MOST`; () for none.

    A page often shows more of them than it describes, or the reverse: the longer list is taken.
    """
    shown = comments_from_elements(page, MOST)
    described = comments_from_nodes(page, MOST)
    return tuple(described if len(described) > len(shown) else shown)
