"""Which elements make lines, which hold text that is not shown, which mark headings and cells."""

from __future__ import annotations

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
CELLS = frozenset(("td", "th"))
EMPHASIS = frozenset(("b", "strong", "em", "i"))
CONTROLS = frozenset(("input", "textarea", "select"))
ASIDE = frozenset(("nav", "aside", "footer"))  # what stands in them is not the text's
FRAME = ASIDE | {"header"}  # of a page; an article may have a header of its own

_UNREAD = """script style noscript template math head iframe object embed canvas audio video map select option
    datalist textarea input progress meter"""
_BLOCKS = """address article aside blockquote body button caption center dd details dialog div dl dt fieldset
    figcaption figure footer form header hgroup hr html label legend li main menu nav ol p pre section summary
    svg table tbody tfoot thead tr ul"""

# Elements whose text is not shown as text.
UNREAD_TAGS = frozenset(_UNREAD.split())

# Block-level elements: they end the line before them and start a new one.
BLOCK_TAGS = frozenset(_BLOCKS.split()).union(HEADINGS, CELLS)
