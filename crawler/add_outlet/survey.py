"""Survey a site: decide which of its pages to fetch and in which order, and collect what they show."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response, TextResponse

from archive.model import Hint
from archive.urls import registered_domain
from crawler.add_outlet import front_page
from crawler.add_outlet.article_urls import SiteSection, find_sections, looks_like_article, topmost, url_path
from crawler.add_outlet.list_addresses import is_list_address
from crawler.add_outlet.listings import ListingPage, detect_listing
from crawler.add_outlet.main_column import LinkGroup, link_groups
from crawler.sources.links import Link, SourceError, SourceLink, fetch_key
from crawler.sources.sitemap_or_feed import read_sitemap_or_feed

MAX_REQUESTS = 12  # robots.txt is not counted
SAMPLE_COUNT = 3
_MAX_FEEDS, _MAX_SITEMAPS, _MAX_SECTIONS = 2, 2, 3

_MAX_SITEMAP_URLS = 2_000

_GUESSES_WITH_SITEMAP = 3  # guessed feed URLs to try if the site has a sitemap

_USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")

_ARTICLE_SITEMAP = re.compile(
    r"news|post|article|artikel|review|kritik|critique|story|stories", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SurveyedSource:
    """A feed or sitemap that was fetched and could be read.

    Attributes:
        found_by: how it was found, such as "named in robots.txt".
        articles: the article URLs in it; for a sitemap index, those of the one sitemap that was read.
        sitemap: URL of the sitemap of an index that was read; None if the source is no index.
    """

    url: str
    found_by: str
    articles: tuple[str, ...]
    sitemap: str | None = None


@dataclass(slots=True)
class Survey:
    """What the survey found.

    Attributes:
        home: URL of the site's front page.
        front: the front page; None if it could not be fetched.
        heading: what the first feed says about itself.
        hints: what the sources say about each article, by its URL.
        problems: one line for each declared feed or sitemap that could not be used.
        link_groups: of each page that was looked at: a group that stands on several is no listing.
    """

    home: str
    front: TextResponse | None = None
    heading: front_page.FeedHeading = field(default_factory=front_page.FeedHeading)
    feeds: list[SurveyedSource] = field(default_factory=list)
    sitemaps: list[SurveyedSource] = field(default_factory=list)
    sections: list[SiteSection] = field(default_factory=list)
    listings: list[ListingPage] = field(default_factory=list)
    hints: dict[str, Hint] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    link_groups: dict[str, set[LinkGroup]] = field(default_factory=dict)

    @property
    def articles(self) -> list[str]:
        """URLs of all articles found: those of feeds first, in the order of the feeds (newest first)."""
        sources: list[SurveyedSource | ListingPage] = [*self.feeds, *self.listings, *self.sitemaps]
        return list(dict.fromkeys(url for source in sources for url in source.articles))


class LimitedFetcher:
    """Fetches pages, each URL once, until `MAX_REQUESTS` are used up.

    Args:
        download: gives the response to a URL; raises what the downloader raised.
        reserve: how many requests to keep for the sample articles.
    """

    def __init__(self, download: Callable[[str], Awaitable[Response]], reserve: int = SAMPLE_COUNT) -> None:
        self._download, self._reserve = download, reserve
        self.remaining = MAX_REQUESTS
        self._requested: set[str] = set()

    @property
    def available(self) -> int:
        """How many more requests may be sent before the samples."""
        return self.remaining - self._reserve

    def count(self, url: str) -> None:
        """Count a request that the caller sends."""
        self._requested.add(url)
        self.remaining -= 1

    async def fetch(self, url: str) -> Response | None:
        """The response if its status is 2xx; None for a failure, a repeated URL or a used-up budget."""
        if url in self._requested or self.remaining <= 0:
            return None
        self.count(url)
        try:
            response = await self._download(url)
        except Exception:  # unknown host, forbidden by robots.txt, broken connection: this page is not usable
            return None
        return response if 200 <= response.status < 300 else None


IsArticle = Callable[[Response, Hint | None], bool]


async def run_survey(
    given: Response,
    fetcher: LimitedFetcher,
    robots_sitemaps: Callable[[], Iterable[str]],
    is_article: IsArticle,
) -> Survey:
    """Survey a site.

    Args:
        given: the response to the URL that the user named: a page of the site, or one of its feeds.
        fetcher: fetches the other pages.
        robots_sitemaps: gives the sitemaps that robots.txt names. Called after robots.txt was read.
        is_article: cleans a page with the hint of its source, keeps it as a sample if it is an article, and
            returns whether it is one.
    """
    survey = Survey(home=given.url)
    await _open_front_page(survey, given, fetcher)
    await _declared_feeds(survey, fetcher)
    await _robots_sitemaps(survey, fetcher, robots_sitemaps())
    await _guess_sources(survey, fetcher)
    await _survey_sections(survey, fetcher)
    await _fetch_samples(survey, fetcher, is_article)
    return survey


async def _open_front_page(survey: Survey, given: Response, fetcher: LimitedFetcher) -> None:
    """Set the front page. If the user named a feed, it is the page that the feed calls its home."""
    page: Response | None = given
    if _add_feed(survey, given, front_page.feed_links(given), "given"):
        root = urljoin(given.url, "/")
        survey.home = fetch_key(survey.heading.home or "") or root
        page = await fetcher.fetch(survey.home)
    if isinstance(page, TextResponse) and page.css("html"):
        survey.front, survey.home = page, page.url


def _add_feed(survey: Survey, response: Response, found: Sequence[Link], found_by: str) -> bool:
    """Add the feed to the survey and return True if the response is a feed with articles not known yet."""
    links = [(key, link) for link in found if (key := fetch_key(link.url))]
    if not links or any(known.url == response.url for known in survey.feeds):
        return False
    if survey.feeds and {key for key, _ in links} <= set(survey.articles):  # the same feed as Atom beside RSS
        return False
    if not survey.feeds:
        survey.heading = front_page.feed_heading(response.body)
    survey.feeds.append(SurveyedSource(response.url, found_by, tuple(key for key, _ in links)))
    survey.hints |= {key: link.hint for key, link in links if link.hint and key not in survey.hints}
    return True


async def _declared_feeds(survey: Survey, fetcher: LimitedFetcher) -> None:
    """Fetch the feeds that the front page declares in its head; without any, those that it links."""
    if survey.front is None:
        return
    declared, linked = front_page.declared_feeds(survey.front), front_page.linked_feeds(survey.front)
    found_by = {
        **dict.fromkeys(linked, "linked on the front page"),
        **dict.fromkeys(declared, "named in the front page's head"),
    }
    for url in (*declared, *linked)[: 2 * _MAX_FEEDS]:
        if len(survey.feeds) >= _MAX_FEEDS or fetcher.available <= 0:
            return
        if url in linked and survey.feeds:
            return
        response = await fetcher.fetch(url)
        links = front_page.feed_links(response) if response is not None else ()
        if host := front_page.foreign_host(links, survey.home):
            survey.problems.append(f"{url} is {found_by[url]}, but links to {host}: it is left out")
        elif response is None or not _add_feed(survey, response, links, found_by[url]):
            survey.problems.append(f"{url} is {found_by[url]} and gives no feed with other articles")


async def _robots_sitemaps(survey: Survey, fetcher: LimitedFetcher, urls: Iterable[str]) -> None:
    ordered = sorted(urls, key=lambda url: not _ARTICLE_SITEMAP.search(urlsplit(url).path))
    for url in ordered[:_MAX_SITEMAPS]:
        if fetcher.available > 0 and not await _add_sitemap(survey, fetcher, url, "named in robots.txt"):
            survey.problems.append(f"{url} is named in robots.txt and gives no sitemap")


async def _guess_sources(survey: Survey, fetcher: LimitedFetcher) -> None:
    """If the site declares no feed or no sitemap, try the URLs at which most sites have them."""
    if not survey.feeds:
        sections = find_sections((), front_page.own_links(survey.front)) if survey.front else []
        keep = min(len(sections), _MAX_SECTIONS - 1) + (0 if survey.sitemaps else len(_USUAL_SITEMAPS))
        base = survey.home if survey.home.endswith("/") else survey.home + "/"
        names = front_page.usual_feeds(survey.front)
        for name in names[: _GUESSES_WITH_SITEMAP if survey.sitemaps else None]:
            if survey.feeds or fetcher.available <= keep:
                break
            response = await fetcher.fetch(urljoin(base, name))
            links = front_page.feed_links(response) if response is not None else ()
            if response is not None and not front_page.foreign_host(links, survey.home):
                _add_feed(survey, response, links, "found where feeds usually are")
    for path in _USUAL_SITEMAPS:
        if survey.sitemaps or fetcher.available <= 0:
            break
        await _add_sitemap(survey, fetcher, urljoin(survey.home, path), "found where sitemaps usually are")


async def _add_sitemap(survey: Survey, fetcher: LimitedFetcher, url: str, found_by: str) -> bool:
    """Fetch a sitemap, and one sitemap of an index; add it and return True if it has any entries."""
    response = await fetcher.fetch(url)
    entries = _read_entries(response) if response is not None else []
    if not entries:
        return False
    sitemap, nested = None, [entry.url for entry in entries if isinstance(entry, SourceLink)]
    if nested and fetcher.available > 0:
        sitemap = max(nested, key=_likely_articles)
        inner = await fetcher.fetch(sitemap)
        entries = _read_entries(inner) if inner is not None else []
    keys = [(key, entry) for entry in entries if isinstance(entry, Link) and (key := fetch_key(entry.url))]
    keys.sort(key=lambda pair: pair[1].lastmod or "", reverse=True)
    news = {key: link.hint for key, link in keys if link.hint}
    articles = tuple(key for key, _ in keys if key in news or looks_like_article(key))
    survey.sitemaps.append(SurveyedSource(url, found_by, articles, sitemap))
    survey.hints |= {key: hint for key, hint in news.items() if hint and key not in survey.hints}
    return True


def _likely_articles(sitemap: str) -> tuple[bool, bool, bool]:
    """Sort key: a sitemap of an index that is named for articles, and that is no list's feed, comes last."""
    path = urlsplit(sitemap).path
    named = _ARTICLE_SITEMAP.search(path) is not None
    return not is_list_address(sitemap), named, "sitemap" in path.lower()


def _read_entries(response: Response) -> list[Link | SourceLink]:
    entries: list[Link | SourceLink] = []
    with suppress(SourceError):  # entries before the broken place are good
        links = read_sitemap_or_feed(response.body, response.url)
        entries.extend(islice(links, _MAX_SITEMAP_URLS))
    return entries


async def _survey_sections(survey: Survey, fetcher: LimitedFetcher) -> None:
    """Fetch the pages of sections. Without a sitemap, the front page is a listing beside theirs."""
    links = front_page.own_links(survey.front) if survey.front else []
    site = registered_domain(urlsplit(survey.home).hostname or "")
    own_articles = [url for url in survey.articles if front_page.same_site(url, site)]
    survey.sections = find_sections(own_articles, links)
    here = url_path(survey.home).rstrip("/")  # where the page given is a list, its later pages are none
    linked = [section for section in survey.sections if section.url in links and section.path != here]
    if survey.front is not None:
        survey.link_groups[survey.front.url] = set(link_groups(survey.front))
    for section in topmost(linked)[:_MAX_SECTIONS]:
        if fetcher.available <= 0:
            break
        assert section.url
        response = await fetcher.fetch(section.url)
        if isinstance(response, TextResponse):
            _add_listing(survey, response)
    if survey.front is not None and not survey.sitemaps:
        _add_listing(survey, survey.front)


def _add_listing(survey: Survey, page: TextResponse) -> None:
    section_pages = {section.url for section in survey.sections if section.url} | {survey.home}
    articles = set(survey.articles)
    survey.link_groups[page.url] = set(link_groups(page))
    others = (groups for url, groups in survey.link_groups.items() if url != page.url)
    listing = detect_listing(page, articles, section_pages - articles, set().union(*others))
    if listing:
        survey.listings.append(listing)


async def _fetch_samples(survey: Survey, fetcher: LimitedFetcher, is_article: IsArticle) -> None:
    """Fetch pages until `SAMPLE_COUNT` of them are articles; those in sections of reviews come first."""
    reviews = [section.path + "/" for section in survey.sections if section.kind == "review"]
    site = registered_domain(urlsplit(survey.home).hostname or "")
    ordered = sorted(survey.articles, key=lambda url: not any(path in url_path(url) for path in reviews))
    ordered.sort(key=lambda url: not front_page.same_site(url, site))
    samples = 0
    for url in ordered:
        if fetcher.remaining <= 0 or samples >= SAMPLE_COUNT:
            return
        response = await fetcher.fetch(url)
        samples += response is not None and is_article(response, survey.hints.get(url))
