"""The survey of a site: which pages are asked, in which order, and what was found on them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response, TextResponse

from archive.model import Hint
from archive.urls import registered_domain
from crawler.add_outlet import front_page as clues
from crawler.add_outlet.article_urls import Place, find_places, looks_like_article, path_of
from crawler.add_outlet.listings import Listed, read_list
from crawler.sources.feed import read_feed
from crawler.sources.links import Link, Onward, SourceError, fetch_key
from crawler.sources.sitemap import read_sitemap

MOST = 12  # requests, robots.txt not counted

SAMPLES = 3

_FEEDS, _SITEMAPS, _SECTIONS = 2, 2, 3

_READ = 2_000  # addresses of a sitemap

_GUESSED_FEEDS = ("feed/", "rss.xml", "feed.xml", "atom.xml", "feed.json", "index.xml")

_FEW_GUESSES = 3  # where there is a sitemap

_GUESSED_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")

_OF_ARTICLES = re.compile(r"news|post|article|artikel|review|kritik|critique|story|stories", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SurveyedSource:
    """A feed or sitemap that was read and found good.

    Attributes:
        where: how it was found, in words.
        articles: addresses that it gives; of an index those of one of its sitemaps.
        part: the sitemap of an index that was read.
    """

    url: str
    where: str
    articles: tuple[str, ...]
    part: str | None = None


@dataclass(slots=True)
class Survey:
    """What was found. `problems` has a line for each address that was tried in vain and had been named."""

    home: str
    front: TextResponse | None = None
    heading: clues.Heading = field(default_factory=clues.Heading)
    feeds: list[SurveyedSource] = field(default_factory=list)
    sitemaps: list[SurveyedSource] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    listings: list[Listed] = field(default_factory=list)
    hints: dict[str, Hint] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def articles(self) -> list[str]:
        """The articles known, those of feeds first, newest first as the feeds have them."""
        sources: list[SurveyedSource | Listed] = [*self.feeds, *self.listings, *self.sitemaps]
        return list(dict.fromkeys(url for source in sources for url in source.articles))


class Asker:
    """Asks for pages, as many as there is room for.

    Args:
        ask: gives the answer to a URL; raises whatever the download raised.
        reserve: how many requests are kept back for samples.
    """

    def __init__(self, ask: Callable[[str], Awaitable[Response]], reserve: int = SAMPLES) -> None:
        self._ask, self._reserve = ask, reserve
        self.left = MOST
        self._asked: set[str] = set()

    @property
    def room(self) -> int:
        """How many more pages may be asked before the samples."""
        return self.left - self._reserve

    def spend(self, url: str) -> None:
        """Count a page that somebody else asks for."""
        self._asked.add(url)
        self.left -= 1

    async def get(self, url: str) -> Response | None:
        """The page of a 2xx; None for any other answer, and for what was asked before."""
        if url in self._asked or self.left <= 0:
            return None
        self.spend(url)
        try:
            response = await self._ask(url)
        except Exception:  # a name that is wrong, robots.txt, a host that hangs up: not this one, then
            return None
        return response if 200 <= response.status < 300 else None


IsArticle = Callable[[Response, Hint | None], bool]


async def survey(
    given: Response, asker: Asker, named: Callable[[], Iterable[str]], is_article: IsArticle
) -> Survey:
    """Look a site over.

    Args:
        given: the answer to the address that a person gave: a page of the site, or a feed of its.
        asker: for the rest.
        named: the sitemaps that robots.txt names, asked for when it has been read.
        is_article: shows a page, of which a source said this, as a sample; whether it is an article.
    """
    found = Survey(home=given.url)
    await _begin(found, given, asker)
    await _declared_feeds(found, asker)
    await _named_sitemaps(found, asker, named())
    await _guessed(found, asker)
    await _sections(found, asker)
    await _samples(found, asker, is_article)
    return found


async def _begin(found: Survey, given: Response, asker: Asker) -> None:
    """The front page; where a feed was given, the page that it names as its home."""
    front: Response | None = given
    if _take_feed(found, given, "given"):
        root = urljoin(given.url, "/")
        found.home = fetch_key(found.heading.home or "") or root
        front = await asker.get(found.home)
    if isinstance(front, TextResponse) and front.css("html"):
        found.front, found.home = front, front.url


def _take_feed(found: Survey, response: Response, where: str) -> bool:
    """Whether the answer is a feed with articles; it is kept then."""
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
    feed = read_feed(response.body, response.url, kind)
    links = [(key, link) for link in feed.links if (key := fetch_key(link.url))]
    if not links or any(door.url == response.url for door in found.feeds):
        return False
    known = set(found.articles)
    if found.feeds and all(key in known for key, _ in links):  # the same once more, as Atom beside RSS
        return False
    if not found.feeds:
        found.heading = clues.feed_heading(response.body)
    found.feeds.append(SurveyedSource(response.url, where, tuple(key for key, _ in links)))
    found.hints |= {key: link.hint for key, link in links if link.hint and key not in found.hints}
    return True


async def _declared_feeds(found: Survey, asker: Asker) -> None:
    if found.front is None:
        return
    declared, linked = clues.declared_feeds(found.front), clues.linked_feeds(found.front)
    where = {
        **dict.fromkeys(linked, "linked on the front page"),
        **dict.fromkeys(declared, "named in the front page's head"),
    }
    for url in (*declared, *linked)[: 2 * _FEEDS]:
        if len(found.feeds) >= _FEEDS or asker.room <= 0:
            return
        if url in linked and found.feeds:  # what is only linked is asked where nothing is declared
            return
        response = await asker.get(url)
        if response is None or not _take_feed(found, response, where[url]):
            found.problems.append(f"{url} is {where[url]} and gives no feed of its own")


async def _named_sitemaps(found: Survey, asker: Asker, named: Iterable[str]) -> None:
    ordered = sorted(named, key=lambda url: not _OF_ARTICLES.search(urlsplit(url).path))
    for url in ordered[:_SITEMAPS]:
        if asker.room > 0 and not await _take_sitemap(found, asker, url, "named in robots.txt"):
            found.problems.append(f"{url} is named in robots.txt and gives no sitemap")


async def _guessed(found: Survey, asker: Asker) -> None:
    """Where nothing was named, what stands where such things stand on most sites."""
    if not found.feeds:
        linked = find_places((), clues.own_links(found.front)) if found.front else []
        keep = min(len(linked), _SECTIONS - 1) + (0 if found.sitemaps else len(_GUESSED_SITEMAPS))
        base = found.home if found.home.endswith("/") else found.home + "/"
        for name in _GUESSED_FEEDS[: _FEW_GUESSES if found.sitemaps else None]:
            if found.feeds or asker.room <= keep:
                break
            response = await asker.get(urljoin(base, name))
            if response is not None:
                _take_feed(found, response, "found where feeds usually are")
    for path in _GUESSED_SITEMAPS:
        if found.sitemaps or asker.room <= 0:
            break
        await _take_sitemap(found, asker, urljoin(found.home, path), "found where sitemaps usually are")


async def _take_sitemap(found: Survey, asker: Asker, url: str, where: str) -> bool:
    response = await asker.get(url)
    entries = _entries(response) if response is not None else []
    if not entries:
        return False
    part, onward = None, [entry.url for entry in entries if isinstance(entry, Onward)]
    if onward and asker.room > 0:
        part = next((one for one in onward if _OF_ARTICLES.search(urlsplit(one).path)), onward[-1])
        inner = await asker.get(part)
        entries = _entries(inner) if inner is not None else []
    links = [entry for entry in entries if isinstance(entry, Link)]
    keys = [(key, link) for link in links if (key := fetch_key(link.url))]
    keys.sort(key=lambda pair: pair[1].lastmod or "", reverse=True)
    news = {key: link.hint for key, link in keys if link.hint}
    articles = tuple(key for key, _ in keys if key in news or looks_like_article(key))
    found.sitemaps.append(SurveyedSource(url, where, articles, part))
    found.hints |= {key: hint for key, hint in news.items() if hint and key not in found.hints}
    return True


def _entries(response: Response) -> list[Link | Onward]:
    entries: list[Link | Onward] = []
    with suppress(SourceError):  # what came before is good
        entries.extend(islice(read_sitemap(response.body, response.url), _READ))
    return entries


async def _sections(found: Survey, asker: Asker) -> None:
    """The sections' own pages, and where none lists anything, the front page."""
    links = clues.own_links(found.front) if found.front else []
    site = registered_domain(urlsplit(found.home).hostname or "")
    known = [url for url in found.articles if clues.same_site(url, site)]
    found.places = find_places(known, links)
    linked = [place for place in found.places if place.url in links]
    for place in _apart(linked)[:_SECTIONS]:
        if asker.room <= 0:
            break
        assert place.url
        response = await asker.get(place.url)
        if isinstance(response, TextResponse):
            _take_listing(found, response)
    if not found.listings and found.front is not None and not found.sitemaps:
        _take_listing(found, found.front)


def _apart(places: Iterable[Place]) -> list[Place]:
    """Without those that lie in one before them."""
    kept: list[Place] = []
    for place in places:
        if not any(place.path.startswith(other.path + "/") for other in kept):
            kept.append(place)
    return kept


def _take_listing(found: Survey, page: TextResponse) -> None:
    sections = {place.url for place in found.places if place.url} | {found.home}
    known = set(found.articles)
    listed = read_list(page, known, {url for url in sections if url not in known})
    if listed:
        found.listings.append(listed)


async def _samples(found: Survey, asker: Asker, is_article: IsArticle) -> None:
    """The articles to show: what stands in sections of reviews first."""
    reviews = [place.path + "/" for place in found.places if place.kind == "review"]
    ordered = sorted(found.articles, key=lambda url: not any(path in path_of(url) for path in reviews))
    shown = 0
    for url in ordered:
        if asker.left <= 0 or shown >= SAMPLES:
            return
        response = await asker.get(url)
        shown += response is not None and is_article(response, found.hints.get(url))
