"""Check the paths in site rules: XPath expressions, and CSS selectors, which are translated into XPath."""

from __future__ import annotations

import re
from typing import Any

from archive.config import InvalidConfig, Mistake, text

# lxml adds EXSLT's regular expressions to XPath: `re:test(@class, 'x', 'i')`.
NAMESPACES = {"re": "http://exslt.org/regular-expressions"}

_XPATH_START = re.compile(r"\.{0,2}/|\(|@|(?:re:)?[a-z][a-z-]*\(")

_STRING_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")

_CALL = re.compile(r"([\w:-]+)\s*\(")

_XPATH_NAMES = """last position count id local-name namespace-uri name string concat starts-with contains
    substring-before substring-after substring string-length normalize-space translate boolean not true false
    lang number sum floor ceiling round re:test re:match re:replace comment text processing-instruction node
    and or div mod"""

_FUNCTIONS = frozenset(_XPATH_NAMES.split())


def xpath_or_css(value: Any) -> str:
    """Return an XPath or CSS selector as XPath; CSS may use Scrapy's `::attr(name)` and `::text`."""
    expression = text(value)
    return xpath(expression) if _XPATH_START.match(expression) else _from_css(expression)


def xpath(expression: str) -> str:
    """Return a valid XPath 1.0 expression unchanged. Raises InvalidConfig."""
    from lxml import etree  # noqa: PLC0415 (needed only where there are rules)

    try:
        etree.XPath(expression, namespaces=NAMESPACES)
    except (etree.XPathError, ValueError) as error:
        problem = f"'{expression}' is not an XPath ({error})"
        raise InvalidConfig(Mistake(problem, "correct it; try it with `scrapy shell FILE`")) from None
    # libxml2 reports an unknown function only when it calls it, so only on pages that have the element.
    calls = _CALL.findall(_STRING_LITERAL.sub("''", expression))
    unknown = next((call for call in calls if call.rpartition("::")[2] not in _FUNCTIONS), None)
    if unknown:
        problem = f"'{expression}' calls {unknown}(), which XPath 1.0 does not have"
        raise InvalidConfig(Mistake(problem, "use its functions, or re:test(value, 'pattern', 'i')"))
    return expression


def _from_css(expression: str) -> str:
    from cssselect import SelectorError  # noqa: PLC0415
    from parsel.csstranslator import HTMLTranslator  # noqa: PLC0415

    try:
        return HTMLTranslator().css_to_xpath(expression)
    except SelectorError as error:
        problem = f'"{expression}" is neither a CSS selector nor an XPath ({str(error).rstrip(".")})'
        remedy = 'write one such as "article .verdict", "time::attr(datetime)" or "//article/h1"'
        raise InvalidConfig(Mistake(problem, remedy)) from None
