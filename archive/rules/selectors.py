"""Paths of site rules: XPath, and CSS selectors turned into XPath."""

from __future__ import annotations

import re
from typing import Any

from archive.config import Mistake, Wrong, text

# EXSLT's regular expressions are lxml's own extension: `re:test(@class, 'x', 'i')`.
NAMESPACES = {"re": "http://exslt.org/regular-expressions"}

_XPATH = re.compile(r"\.{0,2}/|\(|@|(?:re:)?[a-z][a-z-]*\(")

_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")

_CALL = re.compile(r"([\w:-]+)\s*\(")

_KNOWN = """last position count id local-name namespace-uri name string concat starts-with contains
    substring-before substring-after substring string-length normalize-space translate boolean not true false
    lang number sum floor ceiling round re:test re:match re:replace comment text processing-instruction node
    and or div mod"""

_FUNCTIONS = frozenset(_KNOWN.split())


def path(value: Any) -> str:
    """An XPath, or a CSS selector with Scrapy's `::attr(name)` and `::text`, as XPath."""
    expression = text(value)
    return xpath(expression) if _XPATH.match(expression) else _from_css(expression)


def xpath(expression: str) -> str:
    """An XPath 1.0 expression, as it is. Raises Wrong."""
    from lxml import etree  # noqa: PLC0415 - only folders with rules pay for it

    try:
        etree.XPath(expression, namespaces=NAMESPACES)
    except (etree.XPathError, ValueError) as error:
        problem = f"'{expression}' is no XPath ({error})"
        raise Wrong(Mistake(problem, "correct it; try it with `scrapy shell FILE`")) from None
    # libxml2 finds out only where it comes to call one, on the one page in ten that has the element.
    calls = _CALL.findall(_STRING.sub("''", expression))
    unknown = next((call for call in calls if call.rpartition("::")[2] not in _FUNCTIONS), None)
    if unknown:
        problem = f"'{expression}' calls {unknown}(), which XPath 1.0 does not have"
        raise Wrong(Mistake(problem, "use its functions, or re:test(value, 'pattern', 'i')"))
    return expression


def _from_css(expression: str) -> str:
    from cssselect import SelectorError  # noqa: PLC0415
    from parsel.csstranslator import HTMLTranslator  # noqa: PLC0415

    try:
        return HTMLTranslator().css_to_xpath(expression)
    except SelectorError as error:
        problem = f'"{expression}" is neither a CSS selector nor an XPath ({str(error).rstrip(".")})'
        remedy = 'write one such as "article .verdict", "time::attr(datetime)" or "//article/h1"'
        raise Wrong(Mistake(problem, remedy)) from None
