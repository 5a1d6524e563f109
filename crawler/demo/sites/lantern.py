"""The Lantern, a large publisher: JSON-LD, sitemaps, three kinds of ratings, many widgets on each page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from archive.model import Medium, Rating
from crawler.demo.sites import Reply, Site, gzipped, page, robots, xml
from crawler.demo.sites.story import Story, load_stories
from crawler.demo.sites.template import Html, fill, join

NAME = "lantern"

TITLE = "The Lantern"

TYPES: dict[Medium, str] = {
    "film": "Movie",
    "tv": "TVSeries",
    "music": "MusicAlbum",
    "game": "VideoGame",
    "book": "Book",
}

SAME_AS = {
    "imdb": "https://www.imdb.com/title/{}/",
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "tmdb": "https://www.themoviedb.org/tv/{}",
    "musicbrainz": "https://musicbrainz.org/release-group/{}",
}

OTHERS = {
    "/film/": "section",
    "/music/": "section",
    "/tags/harbour-festival/": "tag",
    "/authors/edith-marlowe/": "author",
    "/shop/the-cartographers-daughter-blu-ray/": "product",
    "/community/threads/best-first-lines/": "forum",
}

CLOSED = "/members/annual/"

CORRECTED = "the-cartographers-daughter"
CORRECTION = (
    "This review was corrected: the film is three hours long, not two, and has five stars. An earlier"
    " version was printed without the fifth."
)

FURNITURE = (
    "Sign up for Lantern Weekly",
    "No spam",
    "Readers' rating",
    "212 votes",
    "More reviews",
    "Read next",
    "Most read",
    "Share on",
    "Follow us",
    "The Lantern Publishing Co",
    "Support independent criticism",
    "Cookie settings",
)


def build(base: str, now: datetime, *, corrected_at: datetime | None = None) -> Site:
    """The Lantern at the time `now`, with URLs below `base`.

    Args:
        corrected_at: aware; when it corrected a review. None if it has not yet.
    """
    stories = load_stories(NAME, now)
    if corrected_at:
        stories = tuple(
            _corrected(story, corrected_at) if story.slug == CORRECTED else story for story in stories
        )
    changed = corrected_at or now
    articles = {path_of(story): story for story in stories}
    news = tuple(story for story in stories if now - story.published < timedelta(days=3))
    sources = ("/sitemap_index.xml", "/sitemaps/news.xml.gz", "/sitemaps/pages.xml", "/latest/")
    replies: dict[str, Reply] = {
        "/robots.txt": robots(fill("lantern/robots.txt", base=base), now),
        "/sitemap_index.xml": xml(fill("lantern/sitemap_index.xml", base=base, now=_iso(changed)), changed),
        "/sitemaps/news.xml.gz": _news_sitemap(base, news, now),
        "/sitemaps/pages.xml": _sitemap(base, stories, changed),
        "/latest/": _list_page("Latest", stories, now, extra=fill("lantern/widgets.html")),
        "/": _list_page(TITLE, stories[:8], now),
        CLOSED: page(fill("lantern/closed.html"), now),
        **{path_of(story): _article(base, story, stories, now) for story in stories},
        **{path: _other(path, what, stories, now) for path, what in OTHERS.items()},
    }
    return Site(
        name=NAME,
        title=TITLE,
        base=base,
        outlet_file=fill("lantern/outlet.toml", base=base),
        replies=replies,
        articles=articles,
        source_paths=frozenset(sources),
        others=frozenset(OTHERS),
        forbidden=frozenset({CLOSED}),
        in_feed=frozenset(story.slug for story in news),
        furniture=FURNITURE,
    )


def path_of(story: Story) -> str:
    """The story's path, below its section."""
    return f"/{story.extra['section']}/{story.slug}/"


def _corrected(story: Story, at: datetime) -> Story:
    """The story with another rating, another word, and a paragraph that says so."""
    blocks = [(tag, text.replace("over two hours", "over three hours")) for tag, text in story.blocks]
    return replace(
        story,
        blocks=(*blocks, ("p", CORRECTION)),
        rating=Rating(raw="5", value=5.0, best=5, scale="stars"),
        extra={**story.extra, "updated": _iso(at)},
    )


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _article(base: str, story: Story, stories: tuple[Story, ...], now: datetime) -> Reply:
    others = [other for other in stories if other.slug != story.slug]
    updated = _changed_at(story) or story.published + timedelta(hours=5)
    markup = fill(
        "lantern/article.html",
        url=base + path_of(story),
        site=TITLE,
        title=story.title,
        standfirst=story.extra["standfirst"],
        json_ld=_json_ld(base, story, updated),
        section=story.extra["section"].partition("/")[0],
        section_label=story.extra["section"].replace("/", " ").title(),
        byline=Html(
            " and ".join(fill("lantern/author.html", name=a, slug=_slug(a)).strip() for a in story.authors)
        ),
        iso=_iso(story.published),
        day=f"{story.published.day} {story.published:%B %Y}",
        updated=_iso(updated),
        updated_day=f"{updated.day} {updated:%B %Y}",
        rating=_rating(story),
        body=story.html(emphasis=True),
        readers=fill("lantern/readers.html") if story.rating else Html(),
        related=join(_related(other) for other in [o for o in others if o.rating][:4]),
        next=join(fill("lantern/link.html", path=path_of(o), title=o.title) for o in others[:3]),
        year=str(now.year),
    )
    return page(markup, updated)


def _changed_at(story: Story) -> datetime | None:
    """When a story was corrected."""
    at = story.extra.get("updated")
    return datetime.fromisoformat(at) if at else None


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _rating(story: Story) -> Html:
    """The critic's rating as the page prints it: stars with a label, a letter grade, or points."""
    if not story.rating:
        return Html()
    value = f"{story.rating.value:g}" if story.rating.value is not None else ""
    if story.rating.scale == "stars":
        count = int(story.rating.value or 0)
        return fill("lantern/stars.html", value=value, stars="★" * count + "☆" * (5 - count))
    if story.rating.scale == "letter":
        return fill("lantern/grade.html", grade=story.rating.raw)
    return fill("lantern/points.html", value=value)


def _related(story: Story) -> Html:
    return fill("lantern/related.html", path=path_of(story), title=story.title, rating=_rating(story))


def _json_ld(base: str, story: Story, updated: datetime) -> Html:
    """The page's JSON-LD: a Review with its work and rating, or a NewsArticle."""
    people = [
        {
            "@type": "Person"
            if " " in name and name[0].isupper() and "staff" not in name
            else "Organization",
            "name": name,
        }
        for name in story.authors
    ]
    publisher = {"@type": "Organization", "name": TITLE, "url": base}
    node: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": base + path_of(story),
        "headline": story.title,
        "description": story.extra["standfirst"],
        "author": people,
        "publisher": publisher,
        "datePublished": _iso(story.published),
        "dateModified": _iso(updated),
    }
    if story.kind == "review" and story.work and story.rating:
        node |= {
            "@type": "Review",
            "name": story.title,
            "itemReviewed": _item(story),
            "reviewRating": _review_rating(story),
        }
    return Html(json.dumps(node, ensure_ascii=False).replace("</", "<\\/"))


def _item(story: Story) -> dict[str, Any]:
    work = story.work
    assert work is not None and work.medium is not None
    item: dict[str, Any] = {"@type": TYPES[work.medium], "name": work.title}
    same = [SAME_AS[registry].format(value) for registry, value in work.ids.items() if registry in SAME_AS]
    if same:
        item["sameAs"] = same
    if "isbn" in work.ids:
        item["isbn"] = work.ids["isbn"]
    if work.year:
        item["datePublished"] = str(work.year)
    # The readers' rating of the work, which must not be taken for the critic's.
    item["aggregateRating"] = {
        "@type": "AggregateRating",
        "ratingValue": 3.1,
        "bestRating": 5,
        "ratingCount": 212,
    }
    return item


def _review_rating(story: Story) -> dict[str, Any]:
    rating = story.rating
    assert rating is not None
    if rating.scale == "letter":
        return {"@type": "Rating", "ratingValue": rating.raw, "bestRating": "A+", "worstRating": "F"}
    return {
        "@type": "Rating",
        "ratingValue": rating.raw,
        "bestRating": f"{rating.best:g}",
        "worstRating": "1",
    }


def _list_page(title: str, stories: tuple[Story, ...], now: datetime, extra: Html | None = None) -> Reply:
    cards = join(
        fill("lantern/card.html", path=path_of(s), title=s.title, standfirst=s.extra["standfirst"])
        for s in stories
    )
    markup = fill(
        "lantern/listing.html",
        site=TITLE,
        title=title,
        cards=cards,
        extra=extra or Html(),
        year=str(now.year),
    )
    return page(markup, now)


def _other(path: str, what: str, stories: tuple[Story, ...], now: datetime) -> Reply:
    """A page that is not an article: a product or forum page with its own template, or a list of stories."""
    year = str(now.year)
    if what in ("product", "forum"):
        return page(fill(f"lantern/{what}.html", site=TITLE, year=year), now)
    if what == "tag":
        return _list_page("Harbour Film Festival", tuple(s for s in stories if "Harbour" in s.title), now)
    if what == "author":
        mine = tuple(s for s in stories if "Edith Marlowe" in s.authors)
        return _list_page("Edith Marlowe", mine, now, extra=fill("lantern/profile.html"))
    return _list_page(path.strip("/").title(), tuple(s for s in stories if path_of(s).startswith(path)), now)


def _sitemap(base: str, stories: tuple[Story, ...], now: datetime) -> Reply:
    paths = [(path_of(s), _changed_at(s) or s.published) for s in stories] + [
        (path, now) for path in ("/", *OTHERS)
    ]
    urls = join(fill("lantern/url.xml", loc=base + path, lastmod=_iso(when)) for path, when in paths)
    return xml(fill("lantern/sitemap.xml", urls=urls), now)


def _news_sitemap(base: str, stories: tuple[Story, ...], now: datetime) -> Reply:
    urls = join(
        fill("lantern/news_url.xml", loc=base + path_of(s), site=TITLE, date=_iso(s.published), title=s.title)
        for s in stories
    )
    return gzipped(fill("lantern/sitemap.xml", urls=urls), now)
