"""What a site says is furniture; what an author says is not."""

from __future__ import annotations

import re

import pytest

from archive.clean.authors import marked
from archive.clean.boilerplate import elements as structure
from archive.clean.boilerplate import phrases as shapes
from archive.clean.boilerplate.lines import Line, is_dateline, is_furniture, is_meta, is_pointer, section
from archive.clean.boilerplate.trim import strip_furniture
from archive.clean.page import near_headline
from archive.clean.rating import wording

SITE = [
    "Share this article",
    "Share on Facebook",
    "Follow us on Instagram and TikTok",
    "Find us on social media",
    "Sign up for our newsletter",
    "Subscribe to our weekly newsletter for more.",
    "Get the day's biggest stories in your inbox.",
    "Enter your email",
    "By subscribing you agree to our Terms of Use and Privacy Policy.",
    "Thanks for reading! Subscribe for free to receive new posts and support my work.",
    "Sign in to comment",
    "You must be logged in to post a comment.",
    "Leave a comment",
    "Leave a Reply Cancel reply",
    "12 Comments",
    "There are no comments for this story",
    "Be the first to respond and start the conversation.",
    "Be the first to share your insights about this piece.",
    "Add your insights",
    "Your email address will not be published. Required fields are marked *",
    "Advertisement",
    "Advertisement - Continue Reading Below",
    "Story continues below",
    "We may earn a commission from links on this page.",
    "When you buy through our links, we may earn an affiliate commission.",
    "This post contains affiliate links.",
    "We use cookies to personalise content and ads.",
    "© 2026 Some Press, Inc. All Rights Reserved.",
    "Copyright 2024 Some Press",
    "Skip to main content",
    "Read more",
    "Next: The week in film »",
    "Page 1 of 8",
    "Tags: film, action, sequels",
    "Photo: A. Person / Agency",
    "4 min read",
    "Reading time: 5 minutes",
    "Posted by Jo Reed at May 2, 2024",
    "Kommentar schreiben",
    "Kommentare (3)",
    "Jetzt Newsletter abonnieren",
    "Partager cet article",
    "Laisser un commentaire",
    "Suscríbete a nuestro boletín",
    "Deja un comentario",
    "Condividi su Facebook",
    "Lascia un commento",
    "Deixe um comentário",
    "Laat een reactie achter",
    "Todos los derechos reservados",
]
AUTHOR = [
    "Let’s talk about it in the comments.",
    "Spoilers ahead!",
    "And that’s a huge missed opportunity.",
    "My Final Thoughts",
    "Share your secrets and they will own you.",
    "Follow the money, the film says, and you find the family.",
    "Subscribe to that view and the ending makes sense.",
    "Sign up for a war and you sign up for its lies.",
    "Copyright law changed in 1976, and the studio knew it.",
    "The studio could face claims for compensation.",
    "Like many of you, I waited for that letter to land in my inbox.",
    "Join me in the dark for two hours.",
    "Next is the duel, which rips.",
    "More on that later.",
    "Comments made on set came back to haunt him.",
    "Read more books, she tells him; he reads none.",
    "Home is where the horror is.",
    "By the time the credits roll, nobody is left.",
    "Written by a committee, it shows.",
    "Tags along like a little brother, all film long.",
    "Advertisements play on every wall of this city.",
    "Stay tuned.",
    "Log in to the simulation and the film comes alive.",
    "We may earn our endings, but this one is bought.",
    "Label: Second Sun Records",
    "Picture: 4/5",
    "Photo: 8/10",
    "Running time: 120 minutes",
    "120 min",
    "Grade: B+",
    "Rating: 3.5/4",
    "★★★½☆",
    "4 out of 5 stars",
]


@pytest.mark.parametrize("line", SITE)
def test_what_a_site_says(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", AUTHOR)
def test_what_an_author_says(line: str) -> None:
    assert not is_furniture(line)
    assert not is_furniture(line, heading=True)


@pytest.mark.parametrize("line", ["Search", "Share", "Tags", "Home", "Previous", "Read more"])
def test_an_author_may_head_a_section_with_a_word_of_the_site(line: str) -> None:
    assert not is_furniture(line, heading=True)


@pytest.mark.parametrize(
    "line",
    [
        "May 2, 2024",
        "Published May 2, 2024",
        "Published about a year ago",
        "Last updated on 2 Mai 2024",
        "Veröffentlicht am 2. Mai 2024",
        "Publié le 2 mai 2024",
        "2024-05-02",
        "Updated: 05/02/2024 10:15 AM EST",
    ],
)
def test_datelines(line: str) -> None:
    assert is_dateline(line)


@pytest.mark.parametrize(
    "line", ["1999", "12", "May", "In May 2024, the studio closed", "Sunday", "2001: A Space Odyssey"]
)
def test_no_datelines(line: str) -> None:
    assert not is_dateline(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Jo Reed",
        "by Jo Reed and Ann van der Berg",
        "By Jo Reed | May 2, 2024 | 5 min read",
        "By Decider TVPublished about a year ago 4 min read",
        "May 2, 2024 • 5 min read",
        "Von Jo Reed",
        "Last updated March 3, 2025 by Jo Reed.",
        "20. November 2026 Lesezeit: 2 Minuten",
    ],
)
def test_bylines_and_rows_of_them(line: str) -> None:
    assert is_meta(line)


@pytest.mark.parametrize(
    "line", ["By turns funny and sad", "By far the best", "Eve’s May-December romance", "Act One — The Fall"]
)
def test_no_bylines(line: str) -> None:
    assert not is_meta(line)


def test_a_pointer_counts_only_as_a_link() -> None:
    assert is_pointer(Line("Related: Ten duels on ice", linked=0.8))
    assert not is_pointer(Line("Related: nothing at all, as it turns out", linked=0.0))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("About the Creator", "author"),
        ("Über den Autor", "author"),
        ("About the author: Jo Reed writes on film.", "author"),
        ("Comments", "comments"),
        ("3 Comments", "comments"),
        ("Reader insights", "comments"),
        ("You may also like:", "related"),
        ("Miscellaneous links", "site"),
        ("My Final Thoughts", None),
        ("About the Film", None),
        ("More than a sequel", None),
    ],
)
def test_headings_of_closing_sections(line: str, kind: str | None) -> None:
    assert section(line) == kind


PROSE = [
    f"This is sentence number {n} of a text that goes on for quite a while about a film." for n in range(8)
]


def stripped(*texts: str, title: str | None = None, byline: str | None = None) -> list[str]:
    return [line.text for line in strip_furniture([Line(text) for text in texts], title, byline)]


def test_title_byline_and_date_go_from_above_the_text() -> None:
    head = ["A Film of Ice: review", "A Film of Ice", "Jo Reed", "May 2, 2024"]
    assert stripped(*head, *PROSE, title="A Film of Ice: review", byline="By Jo Reed") == PROSE


def test_dates_and_names_within_the_text_stay() -> None:
    texts = [*PROSE[:4], "March 16, 2026", PROSE[4], "By Grace Alone", *PROSE[5:]]
    assert stripped(*texts) == texts


def test_a_biography_at_the_end_goes_where_the_byline_names_its_subject() -> None:
    bio = "Jo Reed is a critic who lives by the sea with two cats."
    assert stripped(*PROSE, "Jo Reed", bio, byline="By Jo Reed") == PROSE
    assert stripped(*PROSE, bio, byline="By Ann Other") == [*PROSE, bio]


def test_a_section_goes_with_what_is_below_it_only_at_the_end() -> None:
    assert stripped(*PROSE, "Related articles", "Ten duels on ice", "The week in film") == PROSE
    texts = [PROSE[0], "Comments", *PROSE[1:]]
    assert stripped(*texts)[-1] == PROSE[-1]


def test_prose_below_related_stays() -> None:
    texts = [
        *PROSE,
        "Related stories",
        "The second tale is told by a ghost who does not know that she is one.",
    ]
    assert stripped(*texts) == texts


def test_long_duplicates_go_and_short_refrains_stay() -> None:
    assert stripped(*PROSE, PROSE[0]) == PROSE
    assert stripped(PROSE[0], "Gone?", PROSE[1], "Gone?", PROSE[2]) == [
        PROSE[0],
        "Gone?",
        PROSE[1],
        "Gone?",
        PROSE[2],
    ]


def test_patterns_asked_in_lower_case_are_in_lower_case() -> None:
    """A capital in one of these would never match."""
    shaped = (*shapes.SHAPES.values(), *shapes.SECTIONS.values())
    patterns = [
        *(pattern for each in shaped for pattern in each),
        *structure._NAMES,
        *(
            one.pattern
            for one in (
                marked._MAY_BE_MARKED,
                near_headline._OUTSIDE_NAMES,
                near_headline.FOREIGN_NAMES,
                wording._HINT,
            )
        ),
    ]
    plain = [re.sub(r"\\.", "", pattern) for pattern in patterns]
    assert [pattern for pattern in plain if pattern != pattern.lower()] == []


@pytest.mark.parametrize("heading", ["RELATED ARTICLES", "Related Articles", "related articles"])
def test_case_does_not_count(heading: str) -> None:
    assert section(heading) == "related"
    assert is_furniture(f"{heading} · ALL RIGHTS RESERVED")
