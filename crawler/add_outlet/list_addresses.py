"""Addresses that are no article's on any make of site: lists, later pages of lists, service pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Names in paths below which lists stand, in the languages that makers of sites translate them to.
_LISTS = (
    "tags?", "categor(?:y|ies)", "authors?", "topics?", "labels?", "page", "feed",
    "schlagw(?:ort|oerter)", "kategorien?", "autor(?:en|es)?", "seite",
    "etiquetas?", "categorias?", "pagina", "auteurs?", "categories?", "mots-cles", "autor[ei]",
    "categori[ae]",
)  # fmt: skip

# Names of pages at the top of a site. Deeper a work may be called so: /reviews/contact/.
_SERVICES = (
    "search", "login", "sign-?in", "register", "account", "subscribe", "newsletters?", "about(?:-us)?",
    "contact(?:-us)?", "privacy(?:-policy)?", "terms", "shop", "cart", "impressum", "datenschutz", "kontakt",
    "acerca-de", "contacto", "a-propos", "mentions-legales", "sobre", "contato",
)  # fmt: skip

_END = r"(?:/|\.html?$|$|[?#])"

_TOP = r"://[^/]+/(?:[a-z]{2}/)?"

# Later pages of a list, lists of everything, by month, and by WordPress's parameters. A year alone is left:
# a film may be called 1917.
_SHAPES = (
    rf"/(?:page|seite|pagina)[-_]?\d+{_END}",
    r"/index[-_]?\d+\.html?$",
    r"/(?:archives?|archiv|archivo|arquivo)(?:\.html?|/(?:(?:19|20)\d\d/?)?)?$",
    rf"{_TOP}(?:archives?/)?(?:19|20)\d\d/\d\d(?:/\d\d)?/?$",
    r"[?&](?:cat|tag|author|paged?|s)=",
)


def skip_patterns(articles: Iterable[str]) -> tuple[str, ...]:
    """What an outlet's file skips: all such addresses, without the names that the site's own articles need.

    A page that is itself called so, such as `/about/` in a feed of all pages, is no article that needs its
    name.

    Args:
        articles: URLs that feeds give as articles.
    """
    urls = [url for url in articles if not _IS_SERVICE.search(url)]
    patterns = (
        _joined("/", [name for name in _LISTS if not _in_any(f"/{name}{_END}", urls)]),
        _joined(_TOP, [name for name in _SERVICES if not _in_any(f"{_TOP}{name}{_END}", urls)]),
        *(shape for shape in _SHAPES if not _in_any(shape, urls)),
    )
    return tuple(filter(None, patterns))


def is_list_address(url: str) -> bool:
    """Whether a URL is that of a list or a service page by its form."""
    return _ANY.search(url) is not None


def _joined(before: str, names: list[str]) -> str:
    return f"{before}(?:{'|'.join(names)}){_END}" if names else ""


def _in_any(pattern: str, urls: list[str]) -> bool:
    return any(re.search(pattern, url, re.IGNORECASE) for url in urls)


_IS_SERVICE = re.compile(rf"{_TOP}(?:{'|'.join(_LISTS + _SERVICES)})/?(?:\.html?)?$", re.IGNORECASE)

_ANY = re.compile(
    "|".join((_joined("/", list(_LISTS)), _joined(_TOP, list(_SERVICES)), *_SHAPES)), re.IGNORECASE
)
