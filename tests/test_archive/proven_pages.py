"""Pages of made-up outlets in three templates of our own, and of one of them after a redesign."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archive.clean.template.read import is_checked
from archive.model import Capture
from tests.support.seeds_markup import TEMPLATES, Seed

OUTLETS = ("wordpress", "ghost", "publisher")

FIRST = datetime(2026, 3, 1, 9, tzinfo=UTC)

_WRITERS = ("Mara Quill", "Tobias Wren", "Ines Barlow")

_HEROES = (
    "A retired bailiff", "The last lamplighter", "An heiress", "A forger of stamps", "The night porter",
    "A bargee", "A choirmaster",
)  # fmt: skip

_DEEDS = (
    "drives a lorry of salt across a country on strike", "learns beekeeping from the man who robbed her",
    "counts the ships that never answered", "solves a murder by what is in the pockets",
    "refuses to go home until the clock is mended",
)  # fmt: skip

_THINGS = (
    "petrol", "timetables", "honey", "logbooks", "curtains", "glue", "rope", "onions", "cues", "buttons",
    "fog",
)  # fmt: skip


def seed(number: int) -> Seed:
    """The pieces of one made-up review, other than those of all other numbers."""
    hero, deed, thing = (words[number % len(words)] for words in (_HEROES, _DEEDS, _THINGS))
    title = f"{thing.title()} and the {hero.split()[-1].title()}"
    day = FIRST.date() + timedelta(days=number)
    paragraphs = [
        f"{hero} {deed}, and {title} takes its time to let you care about the {thing} that stand for it all.",
        f"What the trailer sells as a comedy of {thing} turns out to be a patient film about debts, with a"
        f" middle hour in which the story hardly leaves one room and never feels short of air.",
        f"The camera finds the {thing} before it finds the faces, which is a good joke the first time and a"
        f" sad one by the end. Nobody says what they want; they say what the weather will do.",
        f"In its last act {hero.lower()} gives everything away, and the film, wisely, does not say to whom.",
    ]
    blocks = [("p", text) for text in paragraphs]
    blocks.insert(2, ("h2", f"Of {thing} and other debts"))
    return Seed(
        site="The Lantern",
        title=f"{title}, number {number}",
        subtitle=None,
        author=_WRITERS[number % 3],
        published=f"{day:%B} {day.day}, {day.year}",
        read_time="4 min read",
        tag="Reviews",
        bio="Writes about film from a harbour town, and has seen everything twice.",
        blocks=tuple(blocks),
        rights="© 2026 The Lantern. All rights reserved.",
    )


def capture(outlet: str, number: int, *, template: str | None = None) -> Capture:
    """A page of an outlet as it was fetched, the first of them on the first day and so on.

    Args:
        outlet: its name, which is that of its template.
        number: of the page.
        template: another template, after a redesign.
    """
    html = TEMPLATES[template or outlet](seed(number))
    at = FIRST + timedelta(days=number, hours=12)
    return Capture(
        url(outlet, number), at, html.encode(), content_type="text/html; charset=utf-8", outlet=outlet
    )


def url(outlet: str, number: int) -> str:
    return f"https://{outlet}.example/reviews/{seed(number).title.lower().replace(' ', '-').replace(',', '')}"


def numbers(outlet: str, first: int, count: int, *, checked: bool = False) -> list[int]:
    """The next so many numbers of pages that are checked by their URL, or that are not."""
    fitting = (number for number in range(first, 1000) if is_checked(url(outlet, number)) is checked)
    return [next(fitting) for _ in range(count)]
