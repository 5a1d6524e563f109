"""The Attic Seat, a WordPress blog: tracking parameters in links, share buttons, a byline on some pages."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from crawler.demo.sites import Reply, Site, page, robots, slices, xml
from crawler.demo.sites.story import Story, load_stories
from crawler.demo.sites.template import Html, fill, join

NAME = "attic-seat"

TITLE = "The Attic Seat"

FURNITURE = (
    "Leave a comment",
    "Share this:",
    "Click to share on",
    "Like this:",
    "Never miss a post",
    "Type your email",
    "You might also enjoy",
    "Required fields are marked",
    "Proudly powered by",
    "Posted in",
    "About the author",
    "keeps a ticket stub from every film",
)

ABOUT = {
    "Marguerite Dunne": "Marguerite Dunne keeps a ticket stub from every film she walked out of: nine.",
    "Ravi Lindqvist": "Ravi Lindqvist keeps a ticket stub from every film, and loses it. He builds railways.",
}

CAMPAIGN = "utm_source={source}&utm_medium={medium}&utm_campaign=attic"


def build(base: str, now: datetime) -> Site:
    """The Attic Seat at the time `now`, with URLs below `base`."""
    stories = load_stories("attic", now)
    articles = {path_of(story): story for story in stories}
    listing = _listing(stories, now)
    recent = stories[:4]
    replies: dict[str, Reply] = {
        "/robots.txt": robots(fill("attic/robots.txt"), now),
        "/feed/": _feed(base, recent),
        **listing,
        **{path_of(story): _article(base, story, stories, now) for story in stories},
    }
    return Site(
        name=NAME,
        title=TITLE,
        base=base,
        outlet_file=fill("attic/outlet.toml", base=base),
        replies=replies,
        articles=articles,
        source_paths=frozenset({"/feed/", *listing}),
        in_feed=frozenset(story.slug for story in recent),
        furniture=FURNITURE,
    )


def path_of(story: Story) -> str:
    """The story's path, with its date as in WordPress permalinks."""
    return f"/{story.published:%Y/%m/%d}/{story.slug}/"


def _article(base: str, story: Story, stories: tuple[Story, ...], now: datetime) -> Reply:
    signed = bool(story.authors)
    author = story.authors[0] if signed else ""
    about = ABOUT.get(author)
    markup = fill(
        "attic/article.html",
        url=base + path_of(story),
        site=TITLE,
        title=story.title,
        iso=story.published.isoformat(),
        day=f"{story.published:%B} {story.published.day}, {story.published.year}",
        byline=fill("attic/byline.html", author=author, slug=_slug(author)) if signed else Html(),
        category=story.extra["category"],
        category_slug=story.extra["category"].lower(),
        tags=join(
            fill("attic/tag.html", tag=tag, slug=tag.lower()) for tag in story.extra["tags"].split(",")
        ),
        opening=story.paragraphs[0][:150],
        body=story.html(emphasis=True),
        verdict=_verdict(story),
        about=fill("attic/about.html", about=about) if about else Html(),
        related=join(_related(other) for other in stories if other.slug != story.slug and other.rating),
        year=str(now.year),
    )
    return page(markup, story.published)


def _verdict(story: Story) -> Html:
    """A line of stars below the text. A score in figures is part of the prose."""
    if story.rating and story.rating.scale == "stars":
        return fill("attic/verdict.html", stars=story.rating.raw)
    return Html()


def _related(story: Story) -> Html:
    raw = story.rating.raw if story.rating else ""
    return fill("attic/related.html", path=path_of(story), title=story.title, rating=raw)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _listing(stories: tuple[Story, ...], now: datetime) -> dict[str, Reply]:
    pages = slices(stories, 4)
    paths = ["/" if number == 1 else f"/page/{number}/" for number in range(1, len(pages) + 1)]
    campaign = CAMPAIGN.format(source="home", medium="teaser")
    replies = {}
    for number, (path, shown) in enumerate(zip(paths, pages, strict=True), 1):
        cards = join(
            fill(
                "attic/card.html",
                link=f"{path_of(story)}?{campaign}",
                comments=f"{path_of(story)}#respond",
                title=story.title,
                opening=story.paragraphs[0][:160],
            )
            for story in shown
        )
        older = fill("attic/older.html", path=paths[number]) if number < len(paths) else Html()
        markup = fill("attic/listing.html", site=TITLE, cards=cards, older=older, year=str(now.year))
        replies[path] = page(markup, now)
    return replies


def _feed(base: str, stories: tuple[Story, ...]) -> Reply:
    campaign = CAMPAIGN.format(source="rss", medium="feed")
    items = join(
        fill(
            "attic/item.xml",
            title=story.title,
            link=f"{base}{path_of(story)}?{campaign}",
            guid=f"{base}/?p={1000 + story.published.timetuple().tm_yday}",
            creator=fill("attic/creator.xml", author=story.authors[0]) if story.authors else Html(),
            date=format_datetime(story.published),
            category=story.extra["category"],
            summary=story.paragraphs[0],
        )
        for story in stories
    )
    markup = fill("attic/feed.xml", site=TITLE, base=base, items=items)
    return xml(markup, stories[0].published, "application/rss+xml; charset=UTF-8")
