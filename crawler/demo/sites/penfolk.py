"""Penfolk, a platform for everybody's articles: hashed class names, ages ("3 months ago") not dates."""

from __future__ import annotations

from datetime import datetime

from crawler.demo.sites import Reply, Site, page, robots, slices, xml
from crawler.demo.sites.story import Story, load_stories
from crawler.demo.sites.template import Html, fill, join

NAME = "penfolk"

ROOM = "/screening-room"

ABOUT = {
    "Inez Okafor": "Night-shift nurse, day-shift film person. I write about slow things at speed.",
    "Popcorn Dispatch": "We are more than a page: we are your weekly parcel of all that moves on a screen.",
    "Tobias Fenn": "Makes lists, loses them, makes them again. Owner of four coats and a projector.",
}

FURNITURE = (
    *ABOUT.values(),
    "About the Creator",
    "Reader insights",
    "Be the first to share your insights about this piece",
    "There are no comments for this story",
    "Sign in to comment",
    "Find us on social media",
    "Penfolk Ltd",
    "min read",
    "Keep reading",
)


def build(base: str, now: datetime) -> Site:
    """Penfolk at the time `now`, with URLs below `base`."""
    stories = load_stories(NAME, now)
    articles = {f"{ROOM}/{story.slug}": story for story in stories}
    listing = _listing(stories, now)
    recent = tuple(story for story in stories if story.age[1] == "day")
    replies: dict[str, Reply] = {
        "/": page(fill("penfolk/front.html", year=str(now.year)), now),
        "/robots.txt": robots(fill("penfolk/robots.txt"), now),
        f"{ROOM}/feed.atom": _feed(base, recent, now),
        **listing,
        **{path: _article(base, path, story, stories, now) for path, story in articles.items()},
    }
    return Site(
        name=NAME,
        title="Penfolk",
        base=base,
        outlet_file=fill("penfolk/outlet.toml", base=base),
        replies=replies,
        articles=articles,
        source_paths=frozenset({f"{ROOM}/feed.atom", *listing}),
        in_feed=frozenset(story.slug for story in recent),
        furniture=FURNITURE,
    )


def ago(story: Story) -> str:
    """The printed age: "6 days ago", "about a year ago"."""
    number, unit = story.age
    if unit == "year":
        return "about a year ago"
    return f"{number} {unit}{'s' if number > 1 else ''} ago"


def _article(base: str, path: str, story: Story, stories: tuple[Story, ...], now: datetime) -> Reply:
    others = [other for other in stories if other.slug != story.slug]
    markup = fill(
        "penfolk/article.html",
        url=base + path,
        title=story.title,
        subtitle=story.work.title if story.work else "A list, with reasons",
        author=story.authors[0],
        author_slug=story.authors[0].lower().replace(" ", "-"),
        about=ABOUT[story.authors[0]],
        ago=ago(story),
        minutes=story.extra["minutes"],
        tag=story.extra["tag"],
        body=story.html(p="css-1923z11-Text", h2="css-9v0k3d-Heading"),
        more=join(map(_card, others[:3])),
        year=str(now.year),
    )
    return page(markup, story.published)


def _card(story: Story) -> Html:
    return fill(
        "penfolk/card.html",
        path=f"{ROOM}/{story.slug}",
        title=story.title,
        author=story.authors[0],
        ago=ago(story),
        opening=story.paragraphs[0][:110],
    )


def _listing(stories: tuple[Story, ...], now: datetime) -> dict[str, Reply]:
    pages = slices(stories, 3)
    paths = [ROOM if number == 1 else f"{ROOM}?page={number}" for number in range(1, len(pages) + 1)]
    replies = {}
    for number, (path, shown) in enumerate(zip(paths, pages, strict=True), 1):
        cards = join(map(_card, shown))
        more = (
            Html(f'<a rel="next" href="{paths[number]}">Older stories</a>') if number < len(paths) else Html()
        )
        replies[path] = page(fill("penfolk/listing.html", cards=cards, next=more, year=str(now.year)), now)
    return replies


def _feed(base: str, stories: tuple[Story, ...], now: datetime) -> Reply:
    entries = join(
        fill(
            "penfolk/entry.xml",
            url=f"{base}{ROOM}/{story.slug}",
            title=story.title,
            author=story.authors[0],
            published=story.published.isoformat(),
            summary=story.paragraphs[0],
        )
        for story in stories
    )
    markup = fill("penfolk/feed.xml", base=base, updated=now.isoformat(timespec="seconds"), entries=entries)
    return xml(markup, stories[0].published, "application/atom+xml; charset=utf-8")
