"""Which article of a story is likely the original. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from urllib.parse import urlsplit

from archive.folding import fold, squeeze

_LONGEST_CREDIT = 400  # characters of a line that credits a source
_EDGE = 3  # lines at the beginning and at the end of a text, where it is looked for

# "This piece originally appeared in ...", in the languages of Western Europe.
_CREDIT = re.compile(
    r"""originally\s(?:appeared|published|posted|ran|written)|first\s(?:appeared|published|ran)
    |republished|reprinted|syndicated|(?:reproduced|used)\swith\spermission|courtesy\sof|\bvia\b
    |(?:zuerst|erstmals|ursprünglich)\s(?:erschienen|veröffentlicht)|erschien\s(?:zuerst|ursprünglich)
    |(?:initialement|d['’]abord)\s(?:paru|publié)|(?:paru|publié)e?\s(?:initialement|d['’]abord)
    |publicado\soriginalmente|originalmente\s(?:publicado|en)|pubblicato\s(?:originariamente|in\sorigine)
    |(?:eerder|oorspronkelijk)\s(?:verschenen|gepubliceerd)""",
    re.IGNORECASE | re.VERBOSE,
)

# Addresses of a page's other forms: AMP, print, mobile.
_TWIN_HOST = re.compile(r"(?:amp|m|mobile|print)\.", re.IGNORECASE)
_TWIN_PATH = re.compile(r"/(?:amp|print|printable|mobile)(?:/|$)|\.amp(?:\.html?)?$", re.IGNORECASE)
_TWIN_QUERY = re.compile(
    r"(?:^|&)(?:amp|print|printable|printer|view=print|output(?:type)?=amp)", re.IGNORECASE
)

_DAY = 10  # characters of a time up to its day
_SHORTEST_NAME = 3  # letters of an outlet's name that is looked for in a line


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story.

    Attributes:
        outlet: its name, or None.
        published: ISO 8601 in UTC, with `precision`; None if unknown.
        first_captured: when a page of it was fetched first; ISO 8601, UTC.
        original_url: the URL on another site that the page declares as its canonical one.
        credits: the lines of its text that may credit a source, see `credit_lines`.
        markdown: its text in Markdown, for its links; "" if there is none.
        authors: names as printed.
    """

    article_id: int
    url: str
    outlet: str | None = None
    published: str | None = None
    precision: str | None = None
    first_captured: str = ""
    is_complete: bool = True
    word_count: int = 0
    original_url: str | None = None
    credits: tuple[str, ...] = ()
    markdown: str = ""
    authors: tuple[str, ...] = ()


def credit_lines(text: str) -> tuple[str, ...]:
    """The lines at the beginning and at the end of a text that say where it appeared first."""
    lines = text.splitlines()
    edges = lines if len(lines) <= 2 * _EDGE else [*lines[:_EDGE], *lines[-_EDGE:]]
    return tuple(line for line in edges if len(line) <= _LONGEST_CREDIT and _CREDIT.search(line))


def best_first(members: Sequence[Member]) -> list[Member]:
    """The members of a story in order, the likely original first.

    The original is what the others name as their source, and names none itself. Then: no AMP, print or
    mobile form of a page; published earliest, as far as the dates of all say so; fetched earliest; complete;
    longest.
    """
    credited = [
        (one.article_id, other.article_id)
        for one, other in permutations(members, 2)
        if credits_member(one, other)
    ]
    crediting = {one for one, _ in credited}
    named = Counter(other for _, other in credited)
    precise = all(member.precision == "second" for member in members if member.published)

    def key(member: Member) -> tuple[object, ...]:
        at = member.published or member.first_captured
        return (
            member.article_id in crediting,
            -named[member.article_id],
            is_twin(member.url),
            at if precise else at[:_DAY],
            member.first_captured,
            not member.is_complete,
            -member.word_count,
            member.url,
        )

    return sorted(members, key=key)


def credits_member(member: Member, other: Member) -> bool:
    """Whether an article names another as its source: by its canonical URL, by a link, or in words."""
    address = _address(other.url)
    if member.original_url and _address(member.original_url) == address:
        return True
    if not other.outlet or other.outlet == member.outlet:
        return False
    if address in member.markdown:
        return True
    if not member.authors and not member.credits:
        return False
    names = {name for name in (squeeze(other.outlet), _site(other.url)) if len(name) >= _SHORTEST_NAME}
    names -= {squeeze(member.outlet or ""), _site(member.url)}
    if any(squeeze(author) in names for author in member.authors):
        return True
    return any(name in squeeze(line) for line in member.credits for name in names)


def is_twin(url: str) -> bool:
    """Whether a URL is that of a page's AMP, print or mobile form."""
    parts = urlsplit(url)
    return bool(
        _TWIN_HOST.match(parts.netloc) or _TWIN_PATH.search(parts.path) or _TWIN_QUERY.search(parts.query)
    )


def _address(url: str) -> str:
    """A URL without what differs between two ways to write it: scheme, `www.` and the last slash."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


@lru_cache(maxsize=1000)  # each address is compared with each other of its story
def _site(url: str) -> str:
    """The name in a host: `reeltimes` of www.reel-times.example."""
    labels = urlsplit(url).netloc.removeprefix("www.").split(".")
    return fold(labels[-2 if len(labels) > 1 else 0]).replace(" ", "")
