"""OPML: lists of feeds as feed readers exchange them. Bytes in, feeds out, and outlets into text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from lxml import etree

from archive.errors import InputError
from archive.urls import host_of
from crawler.outlet.outlet import Outlet
from crawler.sources.links import fetch_key


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of a list.

    Attributes:
        home: the page that it is of, where the list says so.
        groups: the folders that it stands in, outermost first.
    """

    url: str
    title: str | None = None
    home: str | None = None
    language: str | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Feeds of one site, which make one outlet.

    Attributes:
        home: as the list says, or else the root of the feeds' host.
    """

    home: str
    feeds: tuple[Feed, ...]

    @property
    def title(self) -> str:
        """What all of its feeds' titles begin with, or else the first's; without any, its host."""
        titles = [feed.title for feed in self.feeds if feed.title]
        shortest = min(titles, key=len, default="")
        own = shortest if all(title.startswith(shortest) for title in titles) else next(iter(titles), "")
        return own or (urlsplit(self.home).hostname or self.home)


def read_opml(body: bytes, path: Path) -> list[Feed]:
    """The feeds of an OPML file, each once, in its order.

    Raises:
        InputError: it is no OPML, or names no feed.
    """
    # Entities stay unresolved. Readers export attributes in any case, and ampersands as they are.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or str(root.tag).lower() != "opml":
        raise InputError(str(path), "no OPML file", "export the list from a feed reader as OPML")
    feeds: dict[str, Feed] = {}
    for outline in root.iter("outline", "OUTLINE", "Outline"):
        given = _attributes(outline)
        url = fetch_key(given.get("xmlurl", ""))
        if url:
            groups = [_attributes(above) for above in outline.iterancestors("outline")]
            names = tuple(name for one in reversed(groups) if (name := one.get("title") or one.get("text")))
            title = given.get("title") or given.get("text")
            home = fetch_key(given.get("htmlurl", ""))
            feeds.setdefault(url, Feed(url, title or None, home, given.get("language") or None, names))
    if not feeds:
        raise InputError(
            str(path), "names no feed (no outline has an xmlUrl)", "look whether it is the right file"
        )
    return list(feeds.values())


def _attributes(outline: etree._Element) -> dict[str, str]:
    return {str(name).lower(): " ".join(str(value).split()) for name, value in outline.attrib.items()}


def sites_of(feeds: Iterable[Feed]) -> list[Site]:
    """Feeds by the site that they are of: the host of their home, or else their own."""
    sites: dict[str, list[Feed]] = {}
    for feed in feeds:
        host = (host_of(feed.home or feed.url) or feed.url).removeprefix("www.")
        # feeds.small-screen.example is of small-screen.example; one that names its home has said so.
        host = host if feed.home else host.removeprefix("feeds.").removeprefix("rss.")
        sites.setdefault(host, []).append(feed)
    return [Site(_home(host, group), tuple(group)) for host, group in sites.items()]


def _home(host: str, feeds: Sequence[Feed]) -> str:
    """The shortest home that the feeds name, or else the root of the host."""
    if homes := [feed.home for feed in feeds if feed.home]:
        return min(homes, key=len)
    root = urljoin(feeds[0].url, "/")
    return root if host_of(root) in (host, f"www.{host}") else f"{urlsplit(root).scheme}://{host}/"


def write_opml(outlets: Iterable[Outlet], now: datetime) -> tuple[bytes, list[str]]:
    """An OPML file of the outlets' feeds, in a folder for each medium, and the names of those without a feed.

    Args:
        now: aware; when the file says that it was made.
    """
    root = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(root, "head")
    ElementTree.SubElement(head, "title").text = "Matinee's outlets"
    ElementTree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = ElementTree.SubElement(root, "body")
    folders: dict[str, ElementTree.Element] = {}
    without: list[str] = []
    for outlet in outlets:
        if not outlet.feeds:
            without.append(outlet.name)
            continue
        place = body
        if outlet.medium:
            if outlet.medium not in folders:
                folders[outlet.medium] = ElementTree.SubElement(body, "outline", text=outlet.medium)
            place = folders[outlet.medium]
        for url in outlet.feeds:
            said = {"text": outlet.title, "title": outlet.title, "xmlUrl": url, "htmlUrl": outlet.home}
            language = {"language": outlet.language} if outlet.language else {}
            ElementTree.SubElement(place, "outline", {"type": "rss", **said, **language})
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n", without
