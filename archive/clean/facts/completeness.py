"""Does the capture hold the whole article, the part before a paywall, or a teaser?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from archive.clean.facts.further_page import further_page
from archive.clean.metadata.nodes import is_locked
from archive.clean.page.page import Page, cached_per_page
from archive.clean.patterns import any_of
from archive.model import Status
from archive.word_count import count_words

_JOIN = (
    r"(?:subscribe|sign up|log in|sign in|register|upgrade|become a (?:member|subscriber))\b[^.!?\n]{0,40}"
)

_PIECE = r"(?:article|story|content|post|review|page)"

_PAYWALL = any_of(rf"""
    (?:this|the) {_PIECE} is (?:\w+ ){{0,2}}(?:for|to) (?:\w+ ){{0,2}}(?:subscribers|members|patrons)
    {_JOIN}\bto (?:continue|keep|finish) reading
    {_JOIN}\bto (?:read|view) (?:the )?(?:full|rest|more|this)
    {_JOIN}\bto (?:unlock|access)
    to (?:continue|keep) reading\b[^.!?\n]{{0,40}}(?:subscribe|sign (?:up|in)|log in|register)
    (?:subscribers?|members?)[- ]only {_PIECE}
    you(?:['’]ve| have) (?:reached|used|read) (?:all )?(?:of )?your (?:\w+ ){{0,3}}(?:limit|free|articles)
    keep reading with a (?:7-day )?free trial
    the rest of this {_PIECE} is (?:locked|behind)
    dieser (?:artikel|beitrag|text) ist (?:nur )?(?:exklusiv )?für \w*abonnenten
    jetzt abonnieren und weiterlesen
    cet article est réservé (?:à|aux) (?:nos )?abonnés
    il vous reste \d+ ?% de (?:cet )?article
    (?:contenido|artículo) (?:exclusivo|solo) para suscriptores
    suscríbete para seguir leyendo
    (?:articolo|contenuto) (?:è )?riservato agli abbonati
    abbonati per (?:continuare|leggere)
    (?:conteúdo|matéria) exclusiv[ao] para assinantes
    (?:alleen|exclusief) voor abonnees
""")  # fmt: skip

# Each alternative above has one of these words.
_PROMPT_WORDS = (
    *("subscri", "suscr", "sign up", "sign in", "log in", "register", "upgrade", "become a ", "member"),
    *("patrons", "your", "the rest of this", "il vous reste", "free trial", "abonn", "abbona", "assinante"),
)

_TEASER_END = re.compile(
    r"(?:\[\s*(?:…|\.\.\.|&hellip;)\s*\]|\(\s*(?:…|\.\.\.)\s*\))\W*$"
    r"|(?:^|\s|…|\.)(?:continue reading|read more|read the (?:full|rest)[\w\s]{0,40}|keep reading|"
    r"full (?:story|review|article)|weiterlesen|mehr lesen|lire la suite|seguir leyendo|leer más|"
    r"continua a leggere|leggi tutto|ler mais|lees (?:meer|verder))\s*(?:…|\.{3}|→|»|>+|›|\.)*\s*$",
    re.I,
)

_TRAILS_OFF = re.compile(r"(?:…|\.\.\.)['\"”’]?\s*$")

_TEASER = 120  # words; a shorter text that trails off is a teaser
NOT_CUT = 500  # words; a longer text is neither a teaser nor cut off by a paywall
_SHORTEST_PROMPT, _LONGEST_PROMPT = 16, 300  # characters of a line that asks the reader to subscribe
_TRUNCATED = 0.5  # of the words that the page declares; a shorter text is truncated

_FRAME = ("nav", "header", "footer")  # what stands in them is not the text's


def read_status(page: Page, text: str) -> tuple[Status, str | None]:
    """The status of a text and the reason for it; no reason where it is complete."""
    words = count_words(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    last = lines[-1] if lines else ""
    if reason := _paywall(page, lines, words):
        return "paywalled", reason
    if words < NOT_CUT and _TEASER_END.search(last):
        return "excerpt", f"ends in {last[-40:]!r}"
    if words < NOT_CUT and _TRAILS_OFF.search(last):
        return ("excerpt" if words < _TEASER else "truncated"), "the text trails off"
    reason = _why_truncated(page, words)
    return ("truncated" if reason else "complete"), reason


def _why_truncated(page: Page, words: int) -> str | None:
    """What shows that the capture does not hold the whole text; None for nothing."""
    if page.left_out:
        return f"a giant page: its last {page.left_out:,} elements were not read"
    if further := further_page(page):
        return f"goes on at {further}"
    declared = _declared_words(page)
    if declared and words < _TRUNCATED * declared:
        return f"{words} of the {declared} words that the page says it has"
    return None


def _paywall(page: Page, lines: list[str], words: int) -> str | None:
    """What shows that a paywall cuts the text off: a prompt to subscribe, or JSON-LD; None for nothing."""
    for line in (*lines[-3:], *page.lines):
        if prompt := _prompt(line):
            return prompt
    if words >= NOT_CUT:
        return None
    if any(map(is_locked, page.articles)):
        return "JSON-LD says that it is not free"
    shown = first_prompt(page)
    return shown[1] if shown else None


@cached_per_page
def first_prompt(page: Page) -> tuple[int, str] | None:
    """The first prompt to subscribe outside the page's frame, after its place among the blocks."""
    shown = _prompts([block.text for block in page.blocks])
    return next((one for one in shown if not _is_in_frame(page.blocks[one[0]].box.element)), None)


def _prompts(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The prompts among lines, each with its place; words that none has are looked for in none."""
    whole = "\n".join(lines).lower()
    words = [word for word in _PROMPT_WORDS if word in whole]
    for place, line in enumerate(lines):
        if prompt := _prompt(line, words):
            yield place, prompt


def _is_in_frame(element: HtmlElement) -> bool:
    return element.tag in _FRAME or next(element.iterancestors(*_FRAME), None) is not None


def _prompt(line: str, words: Iterable[str] = _PROMPT_WORDS) -> str | None:
    """The prompt to subscribe in a line, as a reason; None for none.

    Args:
        words: of which a prompt has one.
    """
    # "full archive": WordPress ends free posts with "... keep reading and get access to the full archive."
    if not _SHORTEST_PROMPT <= len(line) <= _LONGEST_PROMPT or "full archive" in line:
        return None
    lower = line.lower()
    for word in words:
        if word in lower:
            match = _PAYWALL.search(line)
            return f"says {match[0]!r}" if match else None
    return None


def _declared_words(page: Page) -> int:
    """The word count in the page's JSON-LD, or that of the `articleBody` in it; 0 for neither."""
    for node in page.articles:
        count = str(node.get("wordCount") or "")
        if count.isdigit():
            return int(count)
        if isinstance(node.get("articleBody"), str):
            return count_words(node["articleBody"])
    return 0
