"""What flows through Matinee: frozen, picklable values. A page's way is Capture -> Article -> rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeVar

from archive.word_count import count_words

Kind = Literal[
    "review",
    "roundup",
    "recap",
    "preview",
    "interview",
    "feature",
    "list",
    "news",
    "trailer",
    "obituary",
    "other",
]

Medium = Literal["film", "tv", "music", "game", "book", "stage", "podcast", "other"]

Status = Literal["complete", "truncated", "paywalled", "excerpt"]

Precision = Literal["second", "day", "month", "year"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """One fact read from a page: the value, where it stood, and what was printed there.

    Attributes:
        value: the parsed fact.
        source: where it was read: `json-ld`, `microdata`, `microformats`, `meta`, `h1`, `title`,
            `byline`, `time`, `url`, `feed`, `sitemap`, `text`, ...
        raw: the printed form, before parsing.
    """

    value: T
    source: str
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time with the precision it was given in.

    Attributes:
        at: aware. For a precision coarser than `second`, only the date counts.
        precision: how much of `at` is known.
    """

    at: datetime
    precision: Precision = "second"

    def iso(self) -> str:
        """ISO 8601: a full time for precision `second`, else `YYYY-MM-DD`."""
        return (
            self.at.isoformat(timespec="seconds")
            if self.precision == "second"
            else self.at.date().isoformat()
        )


@dataclass(frozen=True, slots=True)
class Hint:
    """What a source said of a page before it was fetched (a feed entry, a sitemap's `news:` block).

    Attributes:
        source: `feed` or `sitemap`; becomes the `source` of a reading taken from it.
        title, authors, published: as printed there; `published` is any date string.
    """

    source: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes fetched once from one URL at one time. Never changed.

    Attributes:
        url: the address that answered, after redirects.
        captured_at: aware UTC.
        body: the payload, content-encoding removed. Kept out of `repr`, and so out of logs.
        status: HTTP status; 200 for a file.
        content_type: the Content-Type header with its parameters, or None.
        headers: response headers, names in lower case.
        outlet: name of the outlet, or None where no outlet asked for it (an import).
        medium: what the outlet or its section is about, or None.
        hint: what the source said of the page.
        signals: what the page and its host say of its use; of the page itself, `Ingest.submit` adds it.
        withheld: its facts are to be kept, and neither its bytes nor its text.
    """

    url: str
    captured_at: datetime
    body: bytes = field(repr=False)
    status: int = 200
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    outlet: str | None = None
    medium: Medium | None = None
    hint: Hint | None = None
    signals: tuple[Signal, ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Who a byline names.

    Attributes:
        kind: `organization` for a collective byline ("Decider TV", "Staff", "Reuters"), by its words or since
            the page says so; schema.org's words.
    """

    name: str
    kind: Literal["person", "organization"] = "person"


@dataclass(frozen=True, slots=True)
class Work:
    """The film, series, season, episode, album, game, book or show written about.

    Attributes:
        ids: by registry, such as `{"imdb": "tt7181546"}`; keys `imdb`, `wikidata`, `tmdb`, `musicbrainz`,
            `isbn`.
    """

    title: str
    year: int | None = None
    medium: Medium | None = None
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rating:
    """The critic's verdict as a figure.

    Attributes:
        raw: as printed ("3.5/4", "B+", "★★★½☆").
        value, best, worst: parsed figures; None for a designation that is no figure ("Recommended"). Of
            `marks` the best is the smallest.
        scale: name of the scale: `stars`, `points`, `percent`, `letter`, `marks`, `designation`.
        score: 0-100 by `conversion`, or None.
        conversion: name and version of the conversion that gave the score, such as `linear-1`.
    """

    raw: str
    value: float | None = None
    best: float | None = None
    worst: float | None = None
    scale: str | None = None
    score: float | None = None
    conversion: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The verdict part of a revision."""

    work: Reading[Work] | None = None
    rating: Reading[Rating] | None = None
    spoilers: bool | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a page is an article.

    Attributes:
        page_type: `article`, or what it looks like instead: `front`, `listing`, `product`, `forum`, `empty`,
            ...
        is_article: False keeps the capture and makes no article.
        doubtful: an article kept when in doubt; shown as such, never lost.
        reasons: short phrases, for people.
    """

    page_type: str
    is_article: bool
    doubtful: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of a page's text as recurring furniture is learned from it, whether or not it was then dropped.

    Attributes:
        key: what equal lines have in common (`archive.clean.boilerplate.recurring.line_key`).
        traits: letters of `archive.clean.boilerplate.recurring.TRAITS`.
    """

    key: str
    traits: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """What an outlet's pages have taught to be furniture, as line keys.

    Attributes:
        anywhere: dropped wherever it stands.
        edge: dropped where nothing but furniture stands between it and the text's beginning or end.
        pinned: dropped wherever it stands, since a person said so.
    """

    anywhere: frozenset[str] = frozenset()
    edge: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.anywhere or self.edge or self.pinned)


NOTHING_LEARNED = Learned()


@dataclass(frozen=True, slots=True)
class ManualCuts:
    """What people have decided about a text, which makes it shorter on purpose.

    Attributes:
        chosen: a site rule says which elements hold the text.
        words: of the elements that a site rule strips from the page, and of pinned lines.
    """

    chosen: bool = False
    words: int = 0


NO_MANUAL_CUTS = ManualCuts()


@dataclass(frozen=True, slots=True)
class Article:
    """What cleaning read from one capture. Unknown is None, never "".

    Attributes:
        text: plain: a line for each paragraph, heading, list item or row of a table.
        markdown: the same in Markdown, with the captions of its figures; None where it was not written.
        lines: of the text before learned furniture was dropped from it.
        manual_cuts: what people left out of it.
        withheld: the text is to be judged and not to be kept.
    """

    url: str
    text: str
    gate: Gate
    title: Reading[str] | None = None
    authors: Reading[tuple[Author, ...]] | None = None
    published: Reading[Moment] | None = None
    updated: Reading[Moment] | None = None
    kind: Reading[Kind] | None = None
    review: Review = field(default_factory=Review)
    language: Reading[str] | None = None
    status: Status = "complete"
    status_reason: str | None = None
    rights: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[SeenLine, ...] = field(default=(), repr=False)
    markdown: str | None = field(default=None, repr=False)
    manual_cuts: ManualCuts = NO_MANUAL_CUTS
    withheld: bool = False

    @property
    def word_count(self) -> int:
        """Words of the text, as `archive.word_count` counts them."""
        return count_words(self.text)


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing said of a page's use.

    Attributes:
        name: one of ROBOTS, `tdm-reservation`, `tdm-policy` or `ai.txt`.
        source: `meta`, `header`, `tdmrep.json` or `ai.txt`; where the rule is for another crawler, its name
            is added: `meta:googlebot`.
        raw: as printed there.
    """

    name: str
    source: str
    raw: str
