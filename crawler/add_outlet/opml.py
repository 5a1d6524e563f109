"""Read and write OPML, the format in which feed readers exchange lists of feeds. Pure."""

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
class OpmlFeed:
    """A feed in an OPML file.

    Attributes:
        home: URL of the site that the feed belongs to; None if the file does not say.
        groups: names of the folders that the feed is in, topmost first.
    """

    url: str
    title: str | None = None
    home: str | None = None
    language: str | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpmlSite:
    """The feeds of one site, which become one outlet.

    Attributes:
        home: the site's URL in the file, or else the root of the feeds' host.
    """

    home: str
    feeds: tuple[OpmlFeed, ...]

    @property
    def title(self) -> str:
        """The shortest feed title if all others begin with it, else the first; without titles, the host."""
        titles = [feed.title for feed in self.feeds if feed.title]
        shortest = min(titles, key=len, default="")
        title = shortest if all(title.startswith(shortest) for title in titles) else next(iter(titles), "")
        return title or (urlsplit(self.home).hostname or self.home)


def read_opml(body: bytes, path: Path) -> list[OpmlFeed]:
    """The feeds of an OPML file, each once, in the order of the file.

    Raises:
        InputError: the file is not OPML, or names no feed.
    """
    # Unresolved entities cannot read other files. `recover`, because feed readers write bare ampersands.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or str(root.tag).lower() != "opml":
        raise InputError(str(path), "not an OPML file", "export the list from a feed reader as OPML")
    feeds: dict[str, OpmlFeed] = {}
    for outline in root.iter("outline", "OUTLINE", "Outline"):
        attributes = _attributes(outline)
        url = fetch_key(attributes.get("xmlurl", ""))
        if url:
            groups = [_name(_attributes(parent)) for parent in outline.iterancestors("outline")]
            names = tuple(name for name in reversed(groups) if name)
            home = fetch_key(attributes.get("htmlurl", ""))
            language = attributes.get("language") or None
            feeds.setdefault(url, OpmlFeed(url, _name(attributes), home, language, names))
    if not feeds:
        raise InputError(
            str(path), "names no feed (no outline has an xmlUrl)", "check that it is the right file"
        )
    return list(feeds.values())


def _name(attributes: dict[str, str]) -> str | None:
    return attributes.get("title") or attributes.get("text") or None


def _attributes(outline: etree._Element) -> dict[str, str]:
    """Attributes by lower-case name: feed readers write `xmlUrl` in any case."""
    return {str(name).lower(): " ".join(str(value).split()) for name, value in outline.attrib.items()}


def group_by_site(feeds: Iterable[OpmlFeed]) -> list[OpmlSite]:
    """Group feeds by site: the host of their home, or else their own host."""
    sites: dict[str, list[OpmlFeed]] = {}
    for feed in feeds:
        host = (host_of(feed.home or feed.url) or feed.url).removeprefix("www.")
        # feeds.small-screen.example belongs to small-screen.example, unless the feed names another home.
        host = host if feed.home else host.removeprefix("feeds.").removeprefix("rss.")
        sites.setdefault(host, []).append(feed)
    return [OpmlSite(_home(host, group), tuple(group)) for host, group in sites.items()]


def _home(host: str, feeds: Sequence[OpmlFeed]) -> str:
    """The shortest home that the feeds name, or else the root of the host."""
    if homes := [feed.home for feed in feeds if feed.home]:
        return min(homes, key=len)
    root = urljoin(feeds[0].url, "/")
    return root if host_of(root) in (host, f"www.{host}") else f"{urlsplit(root).scheme}://{host}/"


def render_opml(outlets: Iterable[Outlet], now: datetime) -> tuple[bytes, list[str]]:
    """An OPML file of the outlets' feeds, a folder for each medium; and the names of outlets without a feed.

    Args:
        now: aware; the file's creation date.
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
        parent = body
        if outlet.medium:
            if outlet.medium not in folders:
                folders[outlet.medium] = ElementTree.SubElement(body, "outline", text=outlet.medium)
            parent = folders[outlet.medium]
        for url in outlet.feeds:
            facts = {"text": outlet.title, "title": outlet.title, "xmlUrl": url, "htmlUrl": outlet.home}
            language = {"language": outlet.language} if outlet.language else {}
            ElementTree.SubElement(parent, "outline", {"type": "rss", **facts, **language})
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n", without
