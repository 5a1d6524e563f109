"""The names of a page's site, so that they are not taken for titles or people."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from archive.clean.metadata.nodes import types, value_text, values
from archive.clean.page.page import Page, cached_per_page, meta_tags, title_tag_text
from archive.clean.vocabulary import names_section
from archive.folding import fold, squeeze
from archive.urls import registered_domain

# Characters. Parts of a shorter name are not compared: it occurs in too many words.
_LEAST_FOR_PART = 5
_MOST_WORDS = 5
SEPARATOR = re.compile(r"\s+(?:[|·•»«›‹⋆★~/\\]|[-–—]+|::|//)\s*|\s*[|⋆—]\s*")
_META_NAMES = (
    "og:site_name", "application-name", "apple-mobile-web-app-title", "al:ios:app_name", "publisher",
)  # fmt: skip
_NAME_ENDS = ("com", "home", "blog")  # of a site's name, as some of its places print it
_BAR = re.compile(r"\s*[|⋆]\s*")
_ORGANISATIONS = re.compile(r"Organization$|^WebSite$|^Corporation$|^Blog$|^Brand$")


@cached_per_page
def site_names(page: Page) -> frozenset[str]:
    """The squeezed names of the site: og:site_name, organisations in its JSON-LD, the labels of its host."""
    names: list[str | None] = []
    meta = meta_tags(page)
    names += (name for key in _META_NAMES for name in meta.get(key, ()))
    for node in page.nodes:
        # Bloggers are often typed as both "Person" and "Organization"; such a node is a person.
        if "Person" not in (kinds := types(node)) and any(_ORGANISATIONS.search(kind) for kind in kinds):
            names += [value_text(node), value_text(node.get("alternateName"))]
        publishers = values(node, "publisher", page.nodes)
        names += [value_text(value) for value in publishers if "Person" not in types(value)]
    host = _host(page)
    domain = registered_domain(host)
    own_label = domain.partition(".")[0]
    names += (host, domain, own_label, f"{host.removesuffix(domain).rstrip('.')}{own_label}")
    short = frozenset(short for name in names if name and len(short := _squeezed(name)) > 1)
    return without_headline(page, short)


def _host(page: Page) -> str:
    return (urlsplit(page.url).hostname or "").removeprefix("www.")


def without_headline(page: Page, names: frozenset[str]) -> frozenset[str]:
    """The names but what `<title>` has before the host's own: a theme may declare headlines, too."""
    label, title = squeeze(registered_domain(_host(page)).partition(".")[0]), title_tag_text(page)
    cuts = SEPARATOR.finditer(title) if len(label) >= _LEAST_FOR_PART else ()
    before = (squeeze(title[: cut.start()]) for cut in cuts if squeeze(title[cut.end() :]).startswith(label))
    return names - {name for name in before if label not in name and name not in label}


_squeezed = lru_cache(maxsize=10_000)(squeeze)  # the names of a site stand on all of its pages


def is_site_name(text: str, names: frozenset[str]) -> bool:
    """Whether a text is the site's name and nothing else ("The Daily", "Daily.com", "Daily - home")."""
    short = squeeze(text)
    forms = (short, f"the{short}", short.removeprefix("the"), *map(short.removesuffix, _NAME_ENDS))
    return bool(short) and not names.isdisjoint(forms)


def ends_as_site(text: str, names: frozenset[str]) -> bool:
    """Whether a title's last part is (nearly) the site's name ("Bridge Tires" of tires.bridge.example)."""
    short = squeeze(text)
    if is_site_name(text, names) or not short:
        return True
    words = fold(text).split()
    starts = ("".join(words[:count]) for count in range(2, len(words)))
    if any(len(start) > _LEAST_FOR_PART and start in names for start in starts):  # and a tagline
        return True
    if len(short) < _LEAST_FOR_PART or len(words) > _MOST_WORDS:
        return False
    return any(
        (short in name and len(short) * 2 >= len(name))
        or (name in short and len(name) * 2 >= len(short))
        or (len(words) > 1 and all(word in name for word in words) and len(short) == len(name))
        for name in names
        if len(name) >= _LEAST_FOR_PART
    )


def strip_site(title: str, names: frozenset[str], slug: str = "") -> str:
    """A title without the name or a section of the site at either end; "" where nothing else is left.

    Args:
        slug: the end of the page's path. A bar stays where it has both sides: an artist and an album.
    """
    text = _strip_names(" ".join(title.split()), names)
    parts = [part for part in _BAR.split(text) if part]
    if len(parts) > 1:
        # What follows a bar is a section or a tagline; what says nothing but "Film Review" is a label.
        told = [part for part in parts if not names_section(part)]
        if slug and len(told) == len(parts) and all(squeeze(part) in squeeze(slug) for part in parts):
            return text
        parts = told or parts
        text = parts[0] if parts[0].count(" ") >= 1 else max(parts, key=len)
    return text


def without_site(page: Page, title: str, *, shown: bool = False) -> str:
    """A page's title likewise; its site is looked up only where a mark divides the title.

    Args:
        shown: whether it is a heading, in which a bar may stay.
    """
    if not SEPARATOR.search(title):
        return " ".join(title.split())
    return strip_site(title, site_names(page), slug_of(page) if shown else "")


def slug_of(page: Page) -> str:
    """The last part of the path of a page."""
    return urlsplit(page.url).path.rstrip("/").rpartition("/")[2]


def _strip_names(text: str, names: frozenset[str]) -> str:
    while text:
        if is_site_name(text, names):
            return ""
        cuts = list(SEPARATOR.finditer(text))
        last = next((cut for cut in reversed(cuts) if ends_as_site(text[cut.end() :], names)), None)
        first = next(
            (cut for cut in cuts if is_site_name(text[: cut.start()], names) or not cut.start()), None
        )
        if last and last.start():
            text = text[: last.start()].strip()
        elif first:
            text = text[first.end() :].strip()
        else:
            break
    return text
