"""The signs by which articles are told from other pages: one table of weights, with phrases for people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from archive.clean.page_type.features import ElementCounts

_FEW = 3  # articles declared; a listing declares more


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

_LIST_TYPES = _typed("itemlist blog")

_THREAD_TYPES = _typed("discussionforumposting qapage")

_FORUM_SOFTWARE = tuple(
    f"gen:{name}"
    for name in ["discourse", "phpbb", "vbulletin", "xenforo", "invision", "mybb", "smf", "flarum", "nodebb"]
)

_PRODUCT_TYPES = ("ld:product", "md:product", "ld:someproducts", "md:someproducts")

_PROPERTIES = ("meta:article:published", "meta:article:author")

_ID_NAMES = frozenset(("p", "id", "page_id", "story", "article"))

_SEARCH_NAMES = frozenset(("q", "s", "search", "query"))

_FRONT_PATH = re.compile(r"/*(?:(?:index|default|home)(?:\.\w+)?|[a-z]{2}(?:[-_][a-z]{2})?)?/?")

_LISTING_PATH = re.compile(
    r"""/(?:tags? | categor(?:y|ies|ías?|ias?) | kategorien? | authors? | auteurs? | autor(?:en)?
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

_FORUM_HOST = re.compile(r"(?:^|\.)(?:[\w-]*forums?|community|communities|discuss|boards?|foro)\.")

_WRITING_PATH = re.compile(
    r"""/(?:blogs? | articles? | artikel | art[ií]culos? | posts? | p | news | noticias | nachrichten
      | actualites?
      | stor(?:y|ies) | reviews? | kritik(?:en)? | critiques? | recensi(?:on[ei]|es|e) | features?
      | interviews?
    )/(?:.*/)?[^/]*[a-z]-[^/]*$""",
    re.X,
)

_POST_CLASS = re.compile(
    r"""single(?:-post)?$ | article-(?:page|template) | post-template | is-article | single-article
      | (?:node-type|template|page-type|post-type|pagetype|page)-+(?:article|post|blog|news|story|review)""",
    re.X,
)

_ARCHIVE_CLASS = re.compile(
    r"""(?:archive | category | tag | author | search | search-results | blog | home | front | frontpage
      | is-front
      | tax-.* | post-type-archive | path-frontpage | (?:home|tag|author|archive)-(?:page|template))$""",
    re.X,
)

_PRODUCT_CLASS = re.compile(
    r"""single-product$ | (?:template|page-type|page)-+product | product-(?:page|template|detail)
      | catalog-product-view | pdp""",
    re.X,
)

_THREAD_CLASS = re.compile(
    r".*(?:thread_view|viewtopic|showthread)|question-page|ipsapp$|phpbb$|xf$|comments-page"
)


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """All that the signs look at.

    Attributes:
        host, path, query: of the address, lower case; of the query only the names.
        shape: what was counted on the page.
        words, prose: words of the clean text, and those of them in lines that read as sentences.
        dated, signed: whether a date and an author were read.
        headed: whether the headline or the address names a kind of coverage (a review, an interview ...).
    """

    host: str
    path: str
    query: frozenset[str]
    shape: ElementCounts
    words: int
    prose: int
    dated: bool
    signed: bool
    headed: bool

    def declares(self, wanted: frozenset[str]) -> int:
        """How often the page gives itself one of these types."""
        return sum(number for name, number in self.shape.declared.items() if name in wanted)

    def begins(self, *starts: str) -> bool:
        """Whether a type that the page gives itself begins like one of these."""
        return any(name.startswith(starts) for name in self.shape.declared)

    def classed(self, pattern: re.Pattern[str]) -> bool:
        """Whether a class of the whole page matches."""
        return any(pattern.match(token) for token in self.shape.classes)

    @property
    def articles(self) -> int:
        """How many articles the page declares."""
        return self.declares(_ARTICLE_TYPES)

    @property
    def linked(self) -> float:
        return self.shape.share(self.shape.linked)

    @property
    def carded(self) -> float:
        return self.shape.share(self.shape.card_words)

    @property
    def posted(self) -> float:
        return self.shape.share(self.shape.post_words)

    @property
    def is_forum_software(self) -> bool:
        return self.begins(*_FORUM_SOFTWARE) or self.classed(_THREAD_CLASS)

    @property
    def is_root(self) -> bool:
        """Whether the address is that of a front page."""
        return _FRONT_PATH.fullmatch(self.path) is not None and not self.query & (_ID_NAMES | _SEARCH_NAMES)

    @property
    def is_listing(self) -> bool:
        """Whether the address is that of a tag, an author, a search ..."""
        return _LISTING_PATH.search(self.path) is not None or bool(self.query & _SEARCH_NAMES)


@dataclass(frozen=True, slots=True)
class Sign:
    """One observation: the type of page it speaks for, how strongly, how to say it, and when it is seen."""

    page_type: str
    weight: int
    phrase: str
    seen: Callable[[PageFeatures], object]


_DECLARED = (  # what the page says of itself
    Sign("article", 4, "declares an article", lambda e: 0 < e.articles <= _FEW),
    Sign("article", 3, "og:type is article", lambda e: e.begins("og:article", "og:blog")),
    Sign("article", 2, "has article: properties", lambda e: e.begins(*_PROPERTIES)),
    Sign("article", 3, "page class of a single article", lambda e: e.classed(_POST_CLASS)),
    Sign("listing", 4, "declares a collection, profile or search", lambda e: e.declares(_COLLECTION_TYPES)),
    Sign("listing", 1, "declares an item list", lambda e: e.declares(_LIST_TYPES)),
    Sign("listing", 4, "declares many articles", lambda e: e.articles > _FEW),
    Sign("listing", 4, "page class of an archive", lambda e: e.classed(_ARCHIVE_CLASS)),
    Sign("listing", 3, "declares a work, no article", lambda e: e.declares(_WORK_TYPES) and not e.articles),
    Sign("product", 5, "declares a product", lambda e: e.begins(*_PRODUCT_TYPES)),
    Sign("product", 4, "og:type is a product", lambda e: e.begins("og:product", "og:og:product")),
    Sign("product", 3, "has product: properties", lambda e: e.begins("meta:product", "meta:og:price")),
    Sign("product", 3, "page class of a product", lambda e: e.classed(_PRODUCT_CLASS)),
    Sign("forum", 6, "declares a thread or question", lambda e: e.declares(_THREAD_TYPES)),
    Sign("forum", 6, "made by forum software", lambda e: e.is_forum_software),
)  # fmt: skip

_ADDRESS = (
    Sign("front", 6, "address of a front page", lambda e: e.is_root),
    Sign("listing", 3, "address of a listing", lambda e: e.is_listing),
    Sign("product", 3, "address of a product", lambda e: _PRODUCT_PATH.search(e.path)),
    Sign("forum", 5, "address of a thread", lambda e: _FORUM_PATH.search(e.path)),
    Sign("forum", 3, "host of a forum", lambda e: _FORUM_HOST.search(e.host)),
    Sign("article", 1, "address with a date", lambda e: re.search(r"/20\d\d/", e.path)),
    Sign("article", 2, "address of an article", lambda e: _WRITING_PATH.search(e.path)),
    Sign("article", 2, "headline in the address", lambda e: re.search(r"[a-z0-9]+(?:-[a-z0-9]+){4}", e.path)),
)  # fmt: skip

_READ = (  # what was read from it
    Sign("article", 2, "has a date", lambda e: e.dated),
    Sign("article", 2, "has a byline", lambda e: e.signed),
    Sign("article", 2, "headline of a review, interview ...", lambda e: e.headed),
    Sign("article", 3, "plenty of prose", lambda e: e.prose >= 500),
    Sign("article", 2, "some prose", lambda e: 150 <= e.prose < 500),
    Sign("listing", 2, "hardly any prose", lambda e: e.prose < 80),
)  # fmt: skip

_MADE = (  # how it is made
    Sign("listing", 2, "many links", lambda e: 0.25 <= e.linked < 0.4),
    Sign("listing", 4, "mostly links", lambda e: e.linked >= 0.4 and e.prose < 800),
    Sign("listing", 3, "mostly cards", lambda e: e.shape.cards >= 6 and e.carded >= 0.3),
    Sign("listing", 2, "many cards", lambda e: e.shape.cards >= 12),
    Sign("listing", 1, "pages of results", lambda e: e.shape.pager),
    Sign("listing", 3, "a price on many items", lambda e: e.shape.prices >= 10 and e.shape.cards >= 8),
    Sign("product", 4, "can be bought here", lambda e: e.shape.buys > 0),
    Sign("product", 1, "prices", lambda e: e.shape.prices >= 3),
    Sign("forum", 6, "words of a forum", lambda e: e.shape.forum_words >= 2),
    Sign("forum", 1, "a word of a forum", lambda e: e.shape.forum_words == 1),
    Sign("forum", 2, "mostly posts", lambda e: e.shape.posts >= 3 and e.posted > 0.4),
)  # fmt: skip

# By where they are seen; `make bench-clean` measures what each group is worth.
GROUPS = {"declared": _DECLARED, "address": _ADDRESS, "read": _READ, "made": _MADE}

SIGNS = tuple(sign for group in GROUPS.values() for sign in group)
