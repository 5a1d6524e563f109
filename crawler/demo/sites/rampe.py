"""Die Rampe, a German weekly on stage and music: a JSON Feed, months as words, ratings as words."""

from __future__ import annotations

import json
from datetime import datetime

from crawler.demo.sites import Reply, Site, page, robots, slices
from crawler.demo.sites.story import Story, load_stories
from crawler.demo.sites.template import Html, fill, join

NAME = "rampe"

TITLE = "Die Rampe"

MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)

FURNITURE = (
    "Newsletter abonnieren",
    "Das könnte Sie auch interessieren",
    "Kommentar schreiben",
    "Diesen Artikel teilen",
    "Alle Rechte vorbehalten",
    "Lesezeit",
    "Impressum",
)


def build(base: str, now: datetime) -> Site:
    """Die Rampe at the time `now`, with URLs below `base`."""
    stories = load_stories(NAME, now)
    articles = {path_of(story): story for story in stories}
    listing = _listing(stories, now)
    recent = stories[:4]
    replies: dict[str, Reply] = {
        "/": page(fill("rampe/front.html", year=str(now.year)), now),
        "/robots.txt": robots(fill("rampe/robots.txt"), now),
        "/feed.json": _feed(base, recent),
        **listing,
        **{path_of(story): _article(base, story, stories, now) for story in stories},
    }
    return Site(
        name=NAME,
        title=TITLE,
        base=base,
        outlet_file=fill("rampe/outlet.toml", base=base),
        replies=replies,
        articles=articles,
        source_paths=frozenset({"/feed.json", *listing}),
        in_feed=frozenset(story.slug for story in recent),
        furniture=FURNITURE,
    )


def path_of(story: Story) -> str:
    """The story's path, below its section."""
    return f"/{story.extra['section'].lower()}/{story.slug}.html"


def day(moment: datetime) -> str:
    """A date as a German paper prints it: "4. März 2026"."""
    return f"{moment.day}. {MONTHS[moment.month - 1]} {moment.year}"


def _article(base: str, story: Story, stories: tuple[Story, ...], now: datetime) -> Reply:
    others = [other for other in stories if other.slug != story.slug]
    markup = fill(
        "rampe/article.html",
        url=base + path_of(story),
        title=story.title,
        standfirst=story.extra["standfirst"],
        kicker=story.extra["kicker"],
        section=story.extra["section"],
        byline=fill("rampe/byline.html", authors=" und ".join(story.authors)) if story.authors else Html(),
        day=day(story.published),
        body=story.html(),
        verdict=fill("rampe/verdict.html", rating=story.rating.raw) if story.rating else Html(),
        related=join(fill("rampe/link.html", path=path_of(o), title=o.title) for o in others[:3]),
        year=str(now.year),
    )
    return page(markup, story.published)


def _listing(stories: tuple[Story, ...], now: datetime) -> dict[str, Reply]:
    pages = slices(stories, 4)
    paths = ["/archiv/" if number == 1 else f"/archiv/?seite={number}" for number in range(1, len(pages) + 1)]
    replies = {}
    for number, (path, shown) in enumerate(zip(paths, pages, strict=True), 1):
        cards = join(
            fill(
                "rampe/card.html",
                path=path_of(s),
                title=s.title,
                kicker=s.extra["kicker"],
                day=day(s.published),
            )
            for s in shown
        )
        more = fill("rampe/more.html", path=paths[number]) if number < len(paths) else Html()
        replies[path] = page(fill("rampe/listing.html", cards=cards, more=more, year=str(now.year)), now)
    return replies


def _feed(base: str, stories: tuple[Story, ...]) -> Reply:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": f"{base}/",
        "feed_url": f"{base}/feed.json",
        "language": "de",
        "items": [
            {
                "id": base + path_of(story),
                "url": base + path_of(story),
                "title": story.title,
                "summary": story.extra["standfirst"],
                "date_published": story.published.isoformat(),
                "authors": [{"name": name} for name in story.authors],
            }
            for story in stories
        ],
    }
    body = json.dumps(feed, ensure_ascii=False, indent=1).encode()
    return Reply(body, stories[0].published, "application/feed+json; charset=utf-8")
