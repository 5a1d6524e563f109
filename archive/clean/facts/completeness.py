"""Does the capture hold the whole article, the part before a paywall, or a teaser?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import SplitResult, urlsplit

from archive.clean.dom.beside import FOREIGN
from archive.clean.dom.tags import FRAME
from archive.clean.metadata.nodes import is_locked
from archive.clean.page.page import Page, cached_per_page
from archive.clean.patterns import phrases
from archive.clean.vocabulary import word_set
from archive.model import Status
from archive.urls import join_url
from archive.word_count import count_words

_PAYWALL = phrases("paywall", "prompt")
_PROMPT_WORDS = word_set("paywall", "words")  # each of these phrases has one
_TEASER_END = phrases("paywall", "more")
_TRAILS_OFF = re.compile(r"(?:…|\.\.\.)['\"”’]?\s*$")
_FRAME = FRAME - {"aside"}  # a prompt may stand beside the text
_TEASER = 120  # words; a shorter text that trails off is a teaser
NOT_CUT = 500  # words; a longer text is neither a teaser nor cut off by a paywall
_SHORTEST_PROMPT, _LONGEST_PROMPT = 16, 300  # characters of a line that asks the reader to subscribe
_TRUNCATED = 0.5  # of the words that the page declares; a shorter text is truncated
# The number of a page in an address.
_PATH_NUMBER = re.compile(r"(?:/(?:page/?|p)?|[_-](?:page|p|seite)?-?)\d{1,2}(?:\.html?)?/?$", re.I)
_QUERY_NUMBER = re.compile(r"(?:^|&)(?:page|p|pg|seite|pagina|paged)=\d{1,2}(?:&|$)", re.I)
_ENDS_IN_NUMBER = re.compile(r"\d(?:\.html?)?/?(?:[&#].*)?$")


def read_status(page: Page, text: str) -> tuple[Status, str | None]:
    """The status of a text and the reason for it; no reason where it is complete."""
    return next(_cuts(page, text), ("complete", None))


def _cuts(page: Page, text: str) -> Iterator[tuple[Status, str]]:
    """What shows that a text is not the whole article, the strongest reason first."""
    words = count_words(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for prompt in filter(None, map(_prompt, (*lines[-3:], *page.lines))):
        yield "paywalled", prompt
    if words < NOT_CUT:
        if any(map(is_locked, page.articles)):
            yield "paywalled", "JSON-LD says that it is not free"
        if shown := first_prompt(page):
            yield "paywalled", shown[1]
        last = lines[-1] if lines else ""
        if _TEASER_END.search(last):
            yield "excerpt", f"ends in {last[-40:]!r}"
        if _TRAILS_OFF.search(last):
            yield "excerpt" if words < _TEASER else "truncated", "the text trails off"
    if page.left_out:
        yield "truncated", f"a giant page: its last {page.left_out:,} elements were not read"
    if further := _further_page(page):
        yield "truncated", f"goes on at {further}"
    declared = _declared_words(page)
    if words < _TRUNCATED * declared:
        yield "truncated", f"{words} of the {declared} words that the page says it has"


def _further_page(page: Page) -> str | None:
    """The address of another page of the same article that this one links to; None for none.

    It is the page's own address with another page number. Pages of comments do not count.
    """
    own = urlsplit(page.url)
    last = _stem(own.path).rpartition("/")[2]
    for link, href in page.attributed("href"):
        if (last not in href and href[:1] != "?") or "comment" in href or not _ENDS_IN_NUMBER.search(href):
            continue  # as nearly all
        other = urlsplit(join_url(page.base_url, href))
        is_link = link.tag == "a" or (link.tag == "link" and link.get("rel") == "next")
        if is_link and _is_further(own, other) and not page.elements.around(link) & FOREIGN:
            return other.geturl()
    return None


def _is_further(own: SplitResult, other: SplitResult) -> bool:
    if other.netloc != own.netloc or len(own.path) < 2:
        return False
    if other.path == own.path:
        return other.query != own.query and _QUERY_NUMBER.search(other.query) is not None
    stem = _stem(own.path)
    return bool(stem) and stem == _stem(other.path) and _PATH_NUMBER.search(other.path) is not None


def _stem(path: str) -> str:
    """A path without a page number, a trailing slash or `.html`."""
    return re.sub(r"(?:\.html?)?/?$", "", _PATH_NUMBER.sub("", path))


@cached_per_page
def first_prompt(page: Page) -> tuple[int, str] | None:
    """The first prompt to subscribe outside the page's frame, after its place among the blocks."""
    whole = "\n".join([block.text for block in page.blocks]).lower()
    words = [word for word in _PROMPT_WORDS if word in whole]
    for block in page.blocks if words else ():
        if (prompt := _prompt(block.text, words)) and not block.box.nearest(_FRAME):
            return block.index, prompt
    return None


def _prompt(line: str, words: Iterable[str] = _PROMPT_WORDS) -> str | None:
    """The prompt to subscribe in a line that has one of the words, as a reason; None for none."""
    # "full archive": WordPress ends free posts with "... keep reading and get access to the full archive."
    if not _SHORTEST_PROMPT <= len(line) <= _LONGEST_PROMPT or "full archive" in line:
        return None
    lower = line.lower()
    match = _PAYWALL.search(line) if any(word in lower for word in words) else None
    return f"says {match[0]!r}" if match else None


def _declared_words(page: Page) -> int:
    """The word count in the page's JSON-LD, or that of the `articleBody` in it; 0 for neither."""
    for node in page.articles:
        count = str(node.get("wordCount") or "")
        if count.isdecimal():
            return int(count)
        if isinstance(node.get("articleBody"), str):
            return count_words(node["articleBody"])
    return 0
