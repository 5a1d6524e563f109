"""The signs that distinguish articles from other pages: one table of weights, with phrases for `--why`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from archive.clean.page_type.features import ElementCounts
from archive.folding import fold, squeeze

_SHORT_NAME = 6  # characters; a shorter headline is in an address by chance
_MOST_DECLARED = 3  # articles; a listing declares more


def _typed(names: str) -> frozenset[str]:
    """Both spellings of schema.org types, as JSON-LD and as microdata."""
    return frozenset(f"{source}:{name}" for name in names.split() for source in ("ld", "md"))


_ARTICLE_TYPES = _typed(
    "article newsarticle blogposting reportagenewsarticle opinionnewsarticle analysisnewsarticle "
    "reviewnewsarticle backgroundnewsarticle techarticle scholarlyarticle liveblogposting report recipe "
    "howto review criticreview medicalwebpage satiricalarticle"
)

_WORK_TYPES = _typed("movie tvseries tvseason tvepisode musicalbum musicrecording musicgroup videogame book")

_COLLECTION_TYPES = _typed("collectionpage searchresultspage profilepage")

_THREAD_TYPES = _typed("discussionforumposting qapage")

_FORUM_SOFTWARE = tuple(
    f"gen:{name}"
    for name in ["discourse", "phpbb", "vbulletin", "xenforo", "invision", "mybb", "smf", "flarum", "nodebb"]
)

_PRODUCT_TYPES = ("ld:product", "md:product", "ld:someproducts", "md:someproducts")

_STATIC_PAGE = re.compile(r"page-id-\d+$")  # WordPress's class for what is no post

_FEW_WORDS = 300  # a guide that is published as such a page has more

_ID_NAMES = frozenset(("p", "id", "page_id", "story", "article"))

_SEARCH_NAMES = frozenset(("q", "s", "search", "query"))

_LYRICS = re.compile(r"\b(?:lyrics|songtexte?|paroles\sde|letra\sde|tekst\spiosenki)\b|歌詞", re.I)

_FRONT_PATH = re.compile(r"/*(?:(?:index|default|home)(?:\.\w+)?|[a-z]{2}(?:[-_][a-z]{2})?)?/?")

_LISTING_PATH = re.compile(
    r"""/(?:tags|categor(?:ies|ías|ias)|kategorien|authors|archives?|posts|blog|criticas|reviews|news)/?$
      | /(?:index|page|p)-?\d+(?:\.html?)?/?$
      | /(?:tags? | categor(?:y|ies|ías?|ias?) | kategorien? | authors? | auteurs? | autor(?:en)?
      | topics? | themen?
      | archives? | search | sections? | labels? | lists? | collections? | c | shop | shopping
      | catalog(?:ue)? | genres?
    )(?:/[^/]+){1,2}/?$ | /page/\d+/?$""",
    re.X,
)

_PRODUCT_PATH = re.compile(r"/(?:products?|p|dp|itm|items?|sku|app|produkte?|produits?|productos?)/[^/]+")

_FORUM_PATH = re.compile(
    r"""/(?:threads? | t | topic | questions | comments | discussions?)/.*\d | viewtopic | showthread
      | /thread-
      | /forums?/. | -t\d+\.html""",
    re.X,
)

_THREAD_CLASS = re.compile(
    r".*(?:thread_view|viewtopic|showthread)|question-page|ipsapp$|phpbb$|xf$|comments-page"
)


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """What the signs are read from.

    Attributes:
        headline: its title as read; "" for none.
        host, path, query: of the URL, in lower case; of the query only the names.
        counts: what was counted on the page.
        words, prose: words of the clean text, and those of its lines that end as sentences do.
        dated, signed: whether the article has a date and an author.
        headed: whether the headline, URL or JSON-LD names a kind of coverage (a review, an interview ...).
        is_section: whether the headline has nothing but labels: "Film Reviews".
    """

    headline: str
    host: str
    path: str
    query: frozenset[str]
    counts: ElementCounts
    words: int
    prose: int
    dated: bool
    signed: bool
    headed: bool
    is_section: bool

    def declares(self, wanted: frozenset[str]) -> int:
        """How often the page declares one of these types."""
        return sum(number for name, number in self.counts.declared.items() if name in wanted)

    def begins(self, *starts: str) -> bool:
        """Whether a type that the page declares begins with one of these."""
        return any(name.startswith(starts) for name in self.counts.declared)

    def classed(self, pattern: re.Pattern[str]) -> bool:
        """Whether a class or id of `html` or `body` matches."""
        return any(pattern.match(token) for token in self.counts.classes)

    @property
    def articles(self) -> int:
        """How many articles the page declares."""
        return self.declares(_ARTICLE_TYPES)

    @property
    def linked(self) -> float:
        """The share of the page's words in links, 0-1."""
        return self.counts.share(self.counts.linked)

    @property
    def carded(self) -> float:
        """The share of the page's words in cards, 0-1."""
        return self.counts.share(self.counts.card_words)

    @property
    def teased(self) -> float:
        """The share of the words in long texts that stand under headings of other pages, 0-1."""
        return self.counts.teased / self.counts.passages if self.counts.passages else 0.0

    @property
    def made_slug(self) -> bool:
        """Whether the last part of the path was made from the headline of a dated or signed page."""
        last = self.path.rstrip("/").rpartition("/")[2].partition(".htm")[0]
        slug, short = set(fold(last).split()), squeeze(self.headline)
        known = len(slug & set(fold(self.headline).split()))
        fewest = 2 if self.headline.count(" ") < 2 or known < len(slug) else 1  # words of a slug
        is_like = known >= fewest and known * 2 > len(slug)
        is_like = is_like or (len(short) > _SHORT_NAME and short in squeeze(last))
        is_other = self.is_listing or self.is_section or self.begins(*_PRODUCT_TYPES)
        return is_like and (self.dated or self.signed) and not is_other

    @property
    def is_forum_software(self) -> bool:
        """Whether the page is made by forum software."""
        return self.begins(*_FORUM_SOFTWARE) or self.classed(_THREAD_CLASS)

    @property
    def is_static_page(self) -> bool:
        """Whether its software says that it is no post, and nothing speaks against that."""
        return self.classed(_STATIC_PAGE) and self.words < _FEW_WORDS and not (self.dated or self.signed)

    @property
    def is_root(self) -> bool:
        """Whether the URL is that of a front page."""
        return _FRONT_PATH.fullmatch(self.path) is not None and not self.query & (_ID_NAMES | _SEARCH_NAMES)

    @property
    def is_listing(self) -> bool:
        """Whether the URL is that of a tag, an author, a search ..."""
        return _LISTING_PATH.search(self.path) is not None or bool(self.query & _SEARCH_NAMES)


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a type of page.

    Attributes:
        page_type: the type that it is a sign of.
        weight: its points.
        phrase: for people.
        is_seen: whether a page has it.
    """

    page_type: str
    weight: int
    phrase: str
    is_seen: Callable[[PageFeatures], object]


_DECLARED = (  # in metadata and page classes
    Sign("article", 4, "declares an article", lambda e: 0 < e.articles <= _MOST_DECLARED),
    Sign("listing", 4, "declares a collection, profile or search", lambda e: e.declares(_COLLECTION_TYPES)),
    Sign("lyrics", 6, "titled as lyrics", lambda e: _LYRICS.search(e.headline) and e.prose < 150),
    Sign("encyclopaedia", 5, "made by wiki software", lambda e: e.begins("gen:mediawiki")),
    Sign("encyclopaedia", 3, "address of a list", lambda e: re.search(r"/(?:list_of|list[ae]?)_", e.path)),
    Sign("page", 4, "a page of its site with little text, no date and no byline", lambda e: e.is_static_page),
    Sign("listing", 3, "declares a work, no article", lambda e: e.declares(_WORK_TYPES) and not e.articles),
    Sign("product", 5, "declares a product", lambda e: e.begins(*_PRODUCT_TYPES)),
    Sign("product", 4, "og:type is a product", lambda e: e.begins("og:product", "og:og:product")),
    Sign("forum", 6, "declares a thread or question", lambda e: e.declares(_THREAD_TYPES)),
    Sign("forum", 6, "made by forum software", lambda e: e.is_forum_software),
)  # fmt: skip

_IN_URL = (
    Sign("front", 6, "address of a front page", lambda e: e.is_root),
    Sign("listing", 3, "address of a listing", lambda e: e.is_listing),
    Sign("product", 3, "address of a product", lambda e: _PRODUCT_PATH.search(e.path)),
    Sign("forum", 5, "address of a thread", lambda e: _FORUM_PATH.search(e.path)),
    Sign("article", 1, "many words in the address", lambda e: re.search(r"\w+(?:-\w+){4}", e.path)),
)  # fmt: skip

_READ = (  # from the page by the other readers
    Sign("article", 2, "has a date", lambda e: e.dated),
    Sign("article", 2, "has a byline", lambda e: e.signed),
    Sign("article", 2, "headline of a review, interview ...", lambda e: e.headed),
    Sign("article", 2, "headline in the address", lambda e: e.made_slug),
    Sign("article", 3, "plenty of prose", lambda e: e.prose >= 500),
    Sign("article", 2, "some prose", lambda e: 150 <= e.prose < 500),
    Sign("listing", 4, "headline of a section", lambda e: e.is_section),
    Sign("listing", 2, "hardly any prose", lambda e: e.prose < 80),
)  # fmt: skip

_COUNTED = (  # among the page's elements
    Sign("listing", 5, "all text under headings of other pages", lambda e: e.teased >= 0.8),
    Sign("listing", 2, "many links", lambda e: 0.25 <= e.linked < 0.4),
    Sign("listing", 4, "mostly links", lambda e: e.linked >= 0.4 and e.prose < 800),
    Sign("listing", 3, "mostly cards", lambda e: e.counts.cards >= 6 and e.carded >= 0.3),
    Sign("listing", 1, "pages of results", lambda e: e.counts.pager),
    Sign("listing", 3, "a price on many items", lambda e: e.counts.prices >= 10 and e.counts.cards >= 8),
    Sign("product", 4, "can be bought here", lambda e: e.counts.buys),
    Sign("product", 1, "prices", lambda e: e.counts.prices >= 3),
    Sign("forum", 6, "words of a forum", lambda e: e.counts.forum_words >= 2),
)  # fmt: skip

SIGNS = (*_DECLARED, *_IN_URL, *_READ, *_COUNTED)
