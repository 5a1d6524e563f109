"""Is this page an article? A table of weighed signs, each a short phrase that a person understands.

The signs for an article are added up, and so are those for each other type of page; the heaviest other type is held
against the article. When in doubt a page is kept and marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.clean.page import Page
from archive.clean.rating import read_rating
from archive.clean.shape import Shape, measure
from archive.model import Author, Gate, Kind, Moment, Reading

KEPT_FROM = -1  # for minus against; from here a page is an article
SURE_FROM = 3
_STRONG = 4
_TINY = 40  # words; a text below this is no article unless the page says so
_PROSE_WORDS = 12

_ARTICLE_TYPES = frozenset(
    [
        "article",
        "newsarticle",
        "blogposting",
        "reportagenewsarticle",
        "opinionnewsarticle",
        "analysisnewsarticle",
        "reviewnewsarticle",
        "backgroundnewsarticle",
        "askpublicnewsarticle",
        "techarticle",
        "scholarlyarticle",
        "liveblogposting",
        "report",
        "recipe",
        "howto",
        "review",
        "criticreview",
        "medicalwebpage",
        "satiricalarticle",
        "obituary",
    ]
)
_WORK_TYPES = frozenset(
    [
        "movie",
        "tvseries",
        "tvseason",
        "tvepisode",
        "musicalbum",
        "musicrecording",
        "musicgroup",
        "videogame",
        "book",
    ]
)
_FORUM_SOFTWARE = tuple(
    [
        "discourse",
        "phpbb",
        "vbulletin",
        "xenforo",
        "invision",
        "mybb",
        "smf",
        "flarum",
        "nodebb",
        "vanilla",
        "ips",
        "simple-machines",
    ]
)
_SENTENCE_END = re.compile(r"[.!?…。:]['\"”’»)\]]*\s*$")
_ERROR_TITLE = re.compile(
    r"^\W*(?:error\W*)?(?:404|403|410|429|500|502|503)\b|(?:page|article|seite|página|page) (?:not found|"
    r"nicht gefunden|"
    r"no encontrada|introuvable|non trovata)|access (?:to this page has been )?denied|just a moment|"
    r"attention required|"
    r"are you a (?:robot|human)|verify (?:that )?you are (?:a )?human|service unavailable|captcha",
    re.I,
)

_FRONT_PATH = re.compile(r"/*(?:(?:index|default|home)(?:\.\w+)?|[a-z]{2}(?:[-_][a-z]{2})?)?/?")
_LISTING_PATH = re.compile(
    r"/(?:tags?|category|categories|categor[ií]as?|kategorie|authors?|auteurs?|autor(?:en)?|topics?|"
    r"archives?|search|"
    r"sections?|labels?|lists?|browse|market|collections?|c|shop|shopping|catalogu?e?|genres?|"
    r"themen?)(?:/[^/]+){1,2}/?$|"
    r"/page/\d+/?$"
)
_PRODUCT_PATH = re.compile(r"/(?:products?|p|dp|itm|items?|sku|app|produkte?|produits?|productos?)/[^/]+")
_FORUM_PATH = re.compile(
    r"/(?:threads?|t|topic|questions|comments|discussions?)/.*\d|viewtopic|showthread|/thread-|/forums?/.|"
    r"-t\d+\.html"
)
_FORUM_HOST = re.compile(r"(?:^|\.)(?:forums?|community|communities|discuss|boards?|foro|forumas)\.")
_WRITING_PATH = re.compile(
    r"/(?:blogs?|articles?|artikel|artículos?|articulos?|posts?|p|news|noticias|nachrichten|actualites?|"
    r"stor(?:y|ies)|"
    r"reviews?|kritik(?:en)?|critiques?|recensi(?:on[ei]|es|e)|features?|"
    r"interviews?)/(?:.*/)?[^/]*[a-z]-[^/]*$"
)
_POST_CLASS = re.compile(
    r"single(?:-post)?$|(?:node-type|node--?type|template|page-type|post-type|pagetype|page)-+(?:article|"
    r"post|blog|news|"
    r"story|review)|article-(?:page|template)|post-template|is-article|single-article"
)
_ARCHIVE_CLASS = re.compile(
    r"(?:archive|category|tag|author|search|search-results|blog|home|front|frontpage|is-front|tax-.*|"
    r"post-type-archive|"
    r"(?:home|tag|author|archive)-(?:page|template)|path-frontpage)$"
)
_PRODUCT_CLASS = re.compile(
    r"single-product$|(?:template|page-type|page)-+product|product-(?:page|template|detail)|"
    r"catalog-product-view|pdp"
)
_THREAD_CLASS = re.compile(
    r".*thread_view|.*viewtopic|.*showthread|question-page|ipsapp$|phpbb$|xf$|comments-page"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the signs look at.

    Attributes:
        host, path, query: of the address, lower case; `query` has the names only.
        words, prose: words of the clean text, and those of them in lines that read as sentences.
        dated, signed: whether a date and an author were read.
        headed: what the title says that the page is (a review, an interview ...), as far as it says so.
    """

    host: str
    path: str
    query: frozenset[str]
    shape: Shape
    words: int
    prose: int
    dated: bool
    signed: bool
    headed: bool

    def declares(self, *wanted: str) -> int:
        """How often the page gives itself one of these types."""
        return sum(self.shape.declared[name] for name in wanted)

    def declares_like(self, *starts: str) -> bool:
        return any(name.startswith(starts) for name in self.shape.declared)

    def classed(self, pattern: re.Pattern[str]) -> bool:
        return any(pattern.match(token) for token in self.shape.classes)

    @property
    def articles_declared(self) -> int:
        return self.declares(*(f"{source}:{name}" for name in _ARTICLE_TYPES for source in ("ld", "md")))

    @property
    def works_declared(self) -> int:
        return self.declares(*(f"ld:{name}" for name in _WORK_TYPES))

    @property
    def linked(self) -> float:
        return self.shape.share(self.shape.linked)


@dataclass(frozen=True, slots=True)
class Sign:
    """One observation: the type of page it speaks for, how strongly, how to say it, and when it is seen."""

    page_type: str
    weight: int
    phrase: str
    seen: Callable[[Evidence], bool]


SIGNS: tuple[Sign, ...] = (
    # What the page says of itself.
    Sign("article", 4, "declares an article", lambda e: 0 < e.articles_declared <= 3),
    Sign("article", 3, "og:type is article", lambda e: e.declares("og:article", "og:blog") > 0),
    Sign("article", 2, "has article: properties", lambda e: e.declares("meta:article:published_time", "meta:article:author") > 0),
    Sign("article", 3, "page class of a single article", lambda e: e.classed(_POST_CLASS)),
    Sign("listing", 4, "declares a collection, profile or search", lambda e: e.declares_like("ld:collectionpage", "md:collectionpage", "ld:searchresultspage", "md:searchresultspage", "ld:profilepage", "md:profilepage")),
    Sign("listing", 1, "declares an item list", lambda e: e.declares("ld:itemlist", "md:itemlist", "ld:blog", "md:blog") > 0),
    Sign("listing", 4, "declares many articles", lambda e: e.articles_declared > 3),
    Sign("listing", 4, "page class of an archive", lambda e: e.classed(_ARCHIVE_CLASS)),
    Sign("listing", 3, "declares a work, no article", lambda e: e.works_declared > 0 and not e.articles_declared),
    Sign("product", 5, "declares a product", lambda e: e.declares_like("ld:product", "md:product", "md:someproducts", "ld:vehicle")),
    Sign("product", 4, "og:type is a product", lambda e: any(name.startswith("og:") and ("product" in name or name.endswith(":item")) for name in e.shape.declared)),
    Sign("product", 3, "has product: properties", lambda e: e.declares_like("meta:product", "meta:og:price")),
    Sign("product", 3, "page class of a product", lambda e: e.classed(_PRODUCT_CLASS)),
    Sign("forum", 5, "declares a thread or question", lambda e: e.declares_like("ld:discussionforumposting", "md:discussionforumposting", "ld:qapage", "md:qapage")),
    Sign("forum", 6, "made by forum software", lambda e: e.declares_like(*(f"gen:{name}" for name in _FORUM_SOFTWARE)) or e.classed(_THREAD_CLASS)),
    # Its address.
    Sign("front", 6, "address of a front page", lambda e: _FRONT_PATH.fullmatch(e.path) is not None and not e.query & {"p", "id", "page_id", "story", "article"}),
    Sign("listing", 3, "address of a listing", lambda e: _LISTING_PATH.search(e.path) is not None or bool(e.query & {"q", "s", "search", "query"})),
    Sign("product", 3, "address of a product", lambda e: _PRODUCT_PATH.search(e.path) is not None),
    Sign("forum", 5, "address of a thread", lambda e: _FORUM_PATH.search(e.path) is not None),
    Sign("forum", 3, "host of a forum", lambda e: _FORUM_HOST.search(e.host) is not None),
    Sign("article", 1, "address with a date", lambda e: re.search(r"/20\d\d/", e.path) is not None),
    Sign("article", 2, "address of an article", lambda e: _WRITING_PATH.search(e.path) is not None),
    Sign("article", 2, "headline in the address", lambda e: re.search(r"[a-z0-9]+(?:-[a-z0-9]+){4}", e.path) is not None),
    # What was read from it.
    Sign("article", 2, "has a date", lambda e: e.dated),
    Sign("article", 2, "has a byline", lambda e: e.signed),
    Sign("article", 2, "headline of a review, interview ...", lambda e: e.headed),
    Sign("article", 3, "plenty of prose", lambda e: e.prose >= 500),
    Sign("article", 2, "some prose", lambda e: 150 <= e.prose < 500),
    Sign("listing", 2, "hardly any prose", lambda e: e.prose < 80),
    # How it is made.
    Sign("listing", 2, "many links", lambda e: 0.25 <= e.linked < 0.4),
    Sign("listing", 4, "mostly links", lambda e: e.linked >= 0.4),
    Sign("listing", 3, "mostly cards", lambda e: e.shape.cards >= 6 and e.shape.share(e.shape.card_words) >= 0.3),
    Sign("listing", 2, "many cards", lambda e: e.shape.cards >= 12),
    Sign("listing", 1, "pages of results", lambda e: e.shape.pager),
    Sign("listing", 3, "a price on many items", lambda e: e.shape.prices >= 10 and e.shape.cards >= 8),
    Sign("product", 4, "can be bought here", lambda e: e.shape.buys > 0),
    Sign("product", 1, "prices", lambda e: e.shape.prices >= 3),
    Sign("forum", 4, "words of a forum", lambda e: e.shape.forum_words >= 2),
    Sign("forum", 1, "a word of a forum", lambda e: e.shape.forum_words == 1),
    Sign("forum", 2, "mostly posts", lambda e: e.shape.posts >= 3 and e.shape.share(e.shape.post_words) > 0.4),
)  # fmt: skip


def judge(
    page: Page,
    text: str,
    *,
    title: Reading[str] | None,
    published: Reading[Moment] | None,
    authors: Reading[tuple[Author, ...]] | None,
    kind: Reading[Kind] | None,
) -> Gate:
    """Whether a page is an article, with the reasons. Pure; never raises for odd pages."""
    headline = title.value if title else ""
    if _ERROR_TITLE.search(headline) and len(text.split()) < 4 * _TINY:
        return Gate("error", False, reasons=(f"titled {headline!r}",))
    evidence = _evidence(page, text, published is not None, authors is not None, kind)
    most = max(evidence.words, evidence.shape.prose)
    if most < _TINY and not evidence.articles_declared and read_rating(page) is None:
        return Gate("empty", False, reasons=(f"only {evidence.words} words of text",))
    if page.tree is None:
        return _judge_plain(evidence)
    return weigh(evidence)


def _judge_plain(evidence: Evidence) -> Gate:
    if evidence.prose:
        return Gate("article", True, doubtful=evidence.prose < _TINY, reasons=("plain text with prose",))
    return Gate("listing", False, reasons=("plain text without a sentence",))


def weigh(evidence: Evidence) -> Gate:
    """Add up the signs. A page is an article unless another type outweighs it clearly."""
    seen = [sign for sign in SIGNS if sign.seen(evidence)]
    weights: dict[str, int] = {}
    for sign in seen:
        weights[sign.page_type] = weights.get(sign.page_type, 0) + sign.weight
    article = weights.pop("article", 0)
    for shop_or_front in ("front", "product"):  # both are full of what listings are made of
        if weights.get(shop_or_front, 0) >= _STRONG:
            weights[shop_or_front] += weights.get("listing", 0)
    rival = max(weights, key=lambda name: weights[name], default="other")
    margin = article - weights.get(rival, 0)
    kept = margin >= KEPT_FROM
    order = ("article", rival) if kept else (rival, "article")
    reasons = [sign.phrase for name in order for sign in seen if sign.page_type == name]
    return Gate(order[0], kept, doubtful=kept and margin < SURE_FROM, reasons=tuple(reasons))


def _evidence(page: Page, text: str, dated: bool, signed: bool, kind: Reading[Kind] | None) -> Evidence:
    try:
        parts = urlsplit(page.url)
        host, path, query = parts.hostname or "", unquote(parts.path).lower(), parse_qsl(parts.query)
    except ValueError:
        host, path, query = "", page.url.lower(), []
    lines = [(len(line.split()), line) for line in text.splitlines()]
    return Evidence(
        host=host,
        path=path or "/",
        query=frozenset(name.lower() for name, _ in query),
        shape=measure(page),
        words=sum(number for number, _ in lines),
        prose=sum(number for number, line in lines if number >= _PROSE_WORDS and _SENTENCE_END.search(line)),
        dated=dated,
        signed=signed,
        headed=kind is not None and kind.source in ("title", "json-ld", "url") and kind.value != "other",
    )
