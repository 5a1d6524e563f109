"""The values that pass between the rooms of Matinee, all frozen and picklable.

A page becomes a Capture, cleaning makes an Article of it, and the archive stores both as rows.
Long because all rooms share these values, and a reader looks for them in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, NamedTuple, TypeVar

from archive.places import NO_TRACE, TemplateTrace
from archive.word_count import count_words

Kind = Literal[
    "review", "roundup", "recap", "preview", "interview", "feature", "list", "news", "trailer", "obituary",
    "other",
]  # fmt: skip

Medium = Literal["film", "tv", "music", "game", "book", "stage", "podcast", "other"]

Status = Literal["complete", "truncated", "paywalled", "excerpt"]

Precision = Literal["second", "day", "month", "year"]

PRECISIONS: tuple[Precision, ...] = ("second", "day", "month", "year")  # finest first

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """One fact read from a page, with the place that it was read from.

    Attributes:
        value: the parsed fact.
        source: the place: `json-ld`, `microdata`, `microformats`, `meta`, `h1`, `title`,
            `byline`, `time`, `url`, `feed`, `sitemap`, `text`, ...
        raw: the fact as printed there, before parsing; None if that is the value.
    """

    value: T
    source: str
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time and how precisely it is known.

    Attributes:
        at: an aware time. If the precision is coarser than `second`, only its date counts.
        precision: the part of `at` that is known.
    """

    at: datetime
    precision: Precision = "second"

    def iso(self) -> str:
        """ISO 8601: a date and time for precision `second`, otherwise `YYYY-MM-DD`."""
        at = self.at
        return at.isoformat(timespec="seconds") if self.precision == "second" else at.date().isoformat()


@dataclass(frozen=True, slots=True)
class Hint:
    """Facts about a page from the feed entry or sitemap entry that linked to it.

    Attributes:
        source: `feed` or `sitemap`; also the `source` of each Reading made from the hint.
        title, authors, published: as printed there; `published` is a date in any form.
    """

    source: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One statement by a page or its host about the page's use by others, such as `noai`.

    Attributes:
        name: `tdm-reservation`, `tdm-policy`, `ai.txt` or one of `archive.opt_out.ROBOTS_RULES`.
        source: where it was read: `meta`, `header`, `tdmrep.json` or `ai.txt`. A rule for another crawler has
            that crawler's name added: `meta:googlebot`.
        raw: as printed there.
    """

    name: str
    source: str
    raw: str


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes fetched once from one URL at one time. Never changed.

    Attributes:
        url: the URL that sent them, after redirects.
        captured_at: an aware time in UTC.
        body: the response body, decompressed. Not in `repr`, so that logs do not contain pages.
        status: the HTTP status; 200 for a file.
        content_type: the Content-Type header with its parameters, or None.
        headers: the response headers, names in lower case.
        outlet: the name of the outlet, or None for an imported page.
        medium: the medium that the outlet or its section writes about, or None.
        hint: the facts that the feed or sitemap gave about the page.
        kind: the kind of coverage that the outlet's file says the page is, or None.
        signals: statements about the page's use. The crawler fills in the host's, `Ingest.submit` the page's.
        withheld: keep only the page's facts, neither its bytes nor its text.
        keep_comments: read the readers' comments, too.
        redirected_from: the addresses that redirected to `url`, in order.
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
    kind: Kind | None = None
    signals: tuple[Signal, ...] = ()
    withheld: bool = False
    keep_comments: bool = False
    redirected_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What an outlet's file says of a page: the medium that it writes about, and the kind of coverage."""

    medium: Medium | None = None
    kind: Kind | None = None


def media_type(content_type: str | None) -> str:
    """The media type in a Content-Type header, in lower case; "" if there is none.

    Where server and proxy both set the header it is `text/html, text/html`. The last counts, as in browsers.
    """
    values = (value.partition(";")[0].strip().lower() for value in (content_type or "").split(","))
    return next((value for value in reversed([*values]) if "/" in value and value != "*/*"), "")


@dataclass(frozen=True, slots=True)
class Author:
    """One author named in a byline.

    Attributes:
        kind: schema.org's word. `organization` is a collective byline ("Decider TV", "Staff", "Reuters"),
            known by its wording or because the page says so.
    """

    name: str
    kind: Literal["person", "organization"] = "person"


@dataclass(frozen=True, slots=True)
class Work:
    """The film, series, season, episode, album, game, book or show that an article is about.

    Attributes:
        ids: its ids by registry (`imdb`, `wikidata`, `tmdb`, `musicbrainz`, `isbn`), such as
            `{"imdb": "tt7181546"}`.
        people: who made it, by the page's structured data: the directors of a film, the creators of a series,
            the artists of an album, the authors of a book. They tell works of one title apart.
        released: the day on which it came out, by the page's structured data: `2025-06-06`. An article read
            from an archive lacks it; `Archive.work` has it.
    """

    title: str
    year: int | None = None
    medium: Medium | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    released: str | None = None

    def __str__(self) -> str:
        """`Ballerina (2025), film, imdb tt7181546`"""
        title = f"{self.title} ({self.year})" if self.year else self.title
        ids = [f"{registry} {value}" for registry, value in self.ids.items()]
        return ", ".join([title, *filter(None, [self.medium]), *ids])


@dataclass(frozen=True, slots=True)
class Rating:
    """The critic's rating.

    Attributes:
        raw: as printed ("3.5/4", "B+", "★★★½☆").
        value, best, worst: the parsed numbers; None for a rating in words ("Recommended"). On the scale
            `marks` the best is the smallest number.
        scale: the name of the scale: `stars`, `points`, `percent`, `letter`, `marks`, `designation`.
        score: the rating on a scale of 0 to 100, or None.
        conversion: the name and version of the rule that computed the score, such as `linear-1`.
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
    """The work, the rating and the spoiler warning: what a review has, and some other articles.

    Attributes:
        medium: of the work; of what the article is about where it names no one work.
    """

    work: Reading[Work] | None = None
    rating: Reading[Rating] | None = None
    spoilers: bool | None = None
    medium: Medium | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """The decision whether a page is an article.

    Attributes:
        page_type: `article`, or the other type of page that it looks like: `front`, `listing`, `product`,
            `forum`, `empty`, ...
        is_article: if False, the page is stored as a capture only.
        doubtful: the page may not be an article. It is stored as one and marked, so that nothing is lost.
        reasons: short phrases for people.
    """

    page_type: str
    is_article: bool
    doubtful: bool = False
    reasons: tuple[str, ...] = ()


class SeenLine(NamedTuple):
    """A line of a page's text before boilerplate was removed. From these lines we learn what recurs.

    A tuple, as a page has dozens, and a tuple is sent to another process in a third of the time.

    Attributes:
        key: the same for lines that count as equal (`archive.clean.boilerplate.recurring.line_key`).
        traits: letters of `archive.clean.boilerplate.recurring.TRAITS`.
    """

    key: str
    traits: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """What an outlet's other pages tell: lines that are boilerplate, as keys (`SeenLine.key`), and habits.

    Attributes:
        anywhere: learned lines that are removed wherever they stand.
        edge: learned lines that are removed only where a text begins or ends, next to other boilerplate.
        pinned: lines that a person named; they are removed wherever they stand.
        work_places: on which share of its reviews the work stands in each place of the headline.
    """

    anywhere: frozenset[str] = frozenset()
    edge: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    work_places: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.anywhere or self.edge or self.pinned or self.work_places)


NOTHING_LEARNED = Learned()


@dataclass(frozen=True, slots=True)
class ManualCuts:
    """How far people, not the cleaner, decided what is left out of a text.

    A text that is short because of them is not mistaken for a bad reading of the page.

    Attributes:
        chosen: a site rule selects the elements that contain the text.
        words: how many words were removed by a site rule's `strip` and as pinned lines.
    """

    chosen: bool = False
    words: int = 0


NO_MANUAL_CUTS = ManualCuts()


@dataclass(frozen=True, slots=True)
class Comment:
    """One reader's comment below an article.

    Attributes:
        text: plain text, one line for each paragraph.
        source: where it was read: `microdata` or `page`; older archives have `json-ld`, too.
        parent: the position of the comment that it replies to, among the page's comments; None for none.
        author: the name as printed.
        published: when, with the date as printed.
    """

    text: str
    source: str
    parent: int | None = None
    author: str | None = None
    published: Reading[Moment] | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """Everything that cleaning read from one capture. Unknown is None, never "".

    Attributes:
        url: the canonical URL.
        text: plain text, one line for each paragraph, heading, list item or table row.
        gate: whether the page is an article.
        status_reason: why the status is not `complete`, for people.
        rights: statements about licence and use, by name.
        original_url: the page of another site that the page declares as its canonical one.
        lines: the text's lines before learned boilerplate was removed.
        markdown: the text in Markdown, with captions; None if it was not made.
        manual_cuts: what people left out of the text.
        withheld: use the text for decisions, but do not store it.
        comments: the readers' comments in page order; None if they were not asked for.
        unread: what could not be read because its reader failed, each with the error; a mistake of ours.
        trace: what the page says of its outlet's template.
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
    original_url: str | None = None
    lines: tuple[SeenLine, ...] = field(default=(), repr=False)
    markdown: str | None = field(default=None, repr=False)
    manual_cuts: ManualCuts = NO_MANUAL_CUTS
    withheld: bool = False
    comments: tuple[Comment, ...] | None = field(default=None, repr=False)
    unread: tuple[str, ...] = ()
    trace: TemplateTrace = field(default=NO_TRACE, repr=False, compare=False)

    @property
    def word_count(self) -> int:
        """The number of words in the text, counted by `archive.word_count`."""
        return count_words(self.text)
