"""Twelve reviews of a small fictional outlet, with what recurs on them: furniture, and words that are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archive.model import Capture

OUTLET = "lantern"
HOME = "https://lantern.example"
FIRST = datetime(2026, 2, 1, 9, tzinfo=UTC)

SIGN_OFF = "The Lantern reviews what opens in the harbour towns and pays for its own tickets."
PROMO = "Planning a night at the pictures? Our guide to the harbour cinemas has every screen and its prices."
REFRAIN = "And that is why you should always sit in the third row."
WARNING = "Spoilers ahead!"
VERDICT = "Verdict"
OWN_WORDS = "I saw it on a rainy Tuesday, as I see everything."

REVIEWS = (
    (
        "The Salt Road",
        "Mara Quill",
        "Two sisters drive a lorry of table salt across a country on strike",
        "petrol",
    ),
    ("Quarter Past", "Mara Quill", "A station clock stops and half a town refuses to go home", "timetables"),
    (
        "Heron Street",
        "Tobias Wren",
        "A retired bailiff takes a job as a night porter in the house he once emptied",
        "keys",
    ),
    ("Glass Orchard", "Tobias Wren", "An heiress learns beekeeping from the man who robbed her", "honey"),
    ("Nine Lamps", "Mara Quill", "A lighthouse crew counts the ships that never answered", "logbooks"),
    ("The Understudy", "Ines Barlow", "Somebody has been living in the prop store since the war", "curtains"),
    ("Paper Harbour", "Tobias Wren", "A forger of stamps falls for the postmistress who catches him", "glue"),
    ("Low Bridge", "Ines Barlow", "Three bargees tow a piano to a wedding that has been called off", "rope"),
    ("Cold Kitchen", "Mara Quill", "A cook wins back her restaurant one stolen recipe at a time", "onions"),
    (
        "The Long Interval",
        "Ines Barlow",
        "An audience is locked in a theatre and begins to write its own third act",
        "cues",
    ),
    (
        "Borrowed Coats",
        "Tobias Wren",
        "A cloakroom attendant solves a murder by what is in the pockets",
        "buttons",
    ),
    ("Tidewater", "Ines Barlow", "The ferry is sold while it is still at sea with everybody aboard", "fog"),
)


def body(number: int) -> str:
    """The paragraphs of one review, different from those of all others."""
    title, author, plot, thing = REVIEWS[number]
    paragraphs = [
        f"{plot}, and {title} takes its time to let you care about the {thing} that they carry between them.",
        f"What the trailer sells as a comedy of {thing} turns out to be a patient film about debts, with"
        f" a middle hour in which {title} hardly leaves one room and never once feels short of air.",
        f"The camera finds the {thing} before it finds the faces, which is a good joke the first time and"
        f" a sad one by the end. Nobody in {title} says what they want; they say what the weather will do.",
    ]
    if number in (0, 3, 4, 9):
        paragraphs.insert(0, WARNING)
    if author == "Mara Quill":
        paragraphs.insert(2, OWN_WORDS)
    closing = (
        f"If {title} has a fault it is a kind one: it likes its {thing} too much to let any of them break."
    )
    refrain = [REFRAIN] if author == "Tobias Wren" else []
    html = [f"<p>{text}</p>" for text in paragraphs]
    html.insert(len(html) - 1, f'<p class="plug">{PROMO}</p>')
    return "\n".join([*html, f"<h2>{VERDICT}</h2>", *(f"<p>{text}</p>" for text in [closing, *refrain])])


def page(number: int, *, sign_off: str = SIGN_OFF) -> str:
    title, author, _, _ = REVIEWS[number]
    return f"""<!doctype html><html lang="en"><head><title>{title} review | The Lantern</title>
<meta property="og:site_name" content="The Lantern"><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-01-{number + 10:02}T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/reviews">Reviews</a></nav>
<main><article class="story"><h1>{title} review</h1><p class="byline">By {author}</p>
<div class="story-body">{body(number)}
<p>{sign_off}</p></div></article></main><footer>All rights reserved</footer></body></html>"""


def capture(number: int, *, days: float = 0, **changes: str) -> Capture:
    """A review as it was fetched, the first of them on the first day and so on."""
    slug = REVIEWS[number][0].lower().replace(" ", "-")
    at = FIRST + timedelta(days=number + days)
    html = page(number, **changes).encode()
    return Capture(f"{HOME}/reviews/{slug}", at, html, content_type="text/html; charset=utf-8", outlet=OUTLET)
