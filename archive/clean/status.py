"""How much of the article the capture holds: all of it, or what stands outside a paywall, or a teaser."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from archive.clean.page import Page
from archive.clean.structured import articles
from archive.model import Status

_PAYWALL = re.compile(
    r"""(?:
      (?:this|the)\s+(?:article|story|content|post|review|page)\s+is\s+(?:only\s+)?(?:available\s+)?(?:exclusively\s+)?
        (?:for|to)\s+(?:\w+\s+){0,2}(?:subscribers|members|patrons)
    | (?:subscribe|sign\s+up|log\s+in|sign\s+in|register|become\s+a\s+(?:member|subscriber)|upgrade)\b[^.!?\n]{0,40}
        \bto\s+(?:(?:continue|keep|finish)\s+reading|read\s+(?:the\s+)?(?:full|rest|more|this)|unlock|access|view\s+the\s+full)
    | to\s+(?:continue|keep)\s+reading\b[^.!?\n]{0,40}(?:subscribe|sign\s+(?:up|in)|log\s+in|register)
    | (?:subscribers?|members?)[- ]only\s+(?:content|article|story|post|access)
    | (?:already\s+a\s+(?:subscriber|member)\?)
    | this\s+post\s+is\s+for\s+(?:paid|paying)\s+subscribers
    | you(?:['’]ve|\s+have)\s+(?:reached|used|read)\s+(?:all\s+)?(?:of\s+)?your\s+(?:\w+\s+){0,3}(?:limit|free|articles)
    | keep\s+reading\s+with\s+a\s+(?:7-day\s+)?free\s+trial | the\s+rest\s+of\s+this\s+(?:article|post)\s+is\s+(?:locked|behind)
    | dieser\s+(?:artikel|beitrag|text)\s+ist\s+(?:nur\s+)?(?:exklusiv\s+)?für\s+\w*abonnenten | jetzt\s+abonnieren\s+und\s+weiterlesen
    | cet\s+article\s+est\s+réservé\s+(?:à|aux)\s+(?:nos\s+)?abonnés | il\s+vous\s+reste\s+\d+\s?%\s+de\s+(?:cet\s+)?article
    | (?:contenido|artículo)\s+(?:exclusivo|solo)\s+para\s+suscriptores | suscríbete\s+para\s+seguir\s+leyendo
    | (?:articolo|contenuto)\s+(?:è\s+)?riservato\s+agli\s+abbonati | abbonati\s+per\s+(?:continuare|leggere)
    | (?:conteúdo|matéria)\s+exclusiv[ao]\s+para\s+assinantes | (?:alleen|exclusief)\s+voor\s+abonnees
    )""",
    re.I | re.X,
)
_TEASER_END = re.compile(
    r"(?:\[\s*(?:…|\.\.\.|&hellip;)\s*\]|\(\s*(?:…|\.\.\.)\s*\))\W*$"
    r"|(?:^|\s|…|\.)(?:continue reading|read more|read the (?:full|rest)[\w\s]{0,40}|keep reading|"
    r"full (?:story|review|article)|"
    r"weiterlesen|mehr lesen|lire la suite|seguir leyendo|leer más|continua a leggere|leggi tutto|ler mais|"
    r"lees (?:meer|verder))"
    r"\s*(?:…|\.{3}|→|»|>+|›|\.)*\s*$",
    re.I,
)
_TRAILS_OFF = re.compile(r"(?:…|\.\.\.)['\"”’]?\s*$")
_TEASER = 120  # words; a text that trails off below this is a teaser
_OUTSIDE_A_WALL = 500  # words; a longer text is more than a teaser, or than what stands outside a paywall
_LONGEST_PROMPT = 300
_CUT = 0.5  # of the words that the page says it has
_TEXTS = etree.XPath(
    ".//text()[string-length() > 15 and not(ancestor::script or ancestor::style or ancestor::nav or ancestor::header"
    " or ancestor::footer or ancestor::noscript)]"
)


def read_status(page: Page, text: str) -> tuple[Status, str | None]:
    """The status of a text and, unless it is complete, why."""
    words = len(text.split())
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    last = lines[-1] if lines else ""
    if wall := _wall(page, lines, words):
        return "paywalled", wall
    if words < _OUTSIDE_A_WALL and _TEASER_END.search(last):
        return "excerpt", f"ends in {last[-40:]!r}"
    if words < _OUTSIDE_A_WALL and _TRAILS_OFF.search(last):
        return ("excerpt" if words < _TEASER else "truncated"), "the text trails off"
    said = _said_words(page)
    if said and words < _CUT * said:
        return "truncated", f"{words} of the {said} words that the page says it has"
    return "complete", None


def _wall(page: Page, lines: list[str], words: int) -> str | None:
    for line in (*lines[-3:], *page.lines):
        if prompt := _prompt(line):
            return prompt
    if words >= _OUTSIDE_A_WALL:
        return None
    if any(_is_false(node.get("isAccessibleForFree")) for node in articles(page.nodes)):
        return "JSON-LD says that it is not free"
    for line in _TEXTS(page.tree) if page.tree is not None else ():
        if prompt := _prompt(line):
            return prompt
    return None


def _prompt(line: str) -> str | None:
    # WordPress's pop-up at the foot of free posts: "... keep reading and get access to the full archive."
    found = _PAYWALL.search(line) if len(line) <= _LONGEST_PROMPT and "full archive" not in line else None
    return f"says {' '.join(found[0].split())!r}" if found else None


def _is_false(value: Any) -> bool:
    return value is False or (isinstance(value, str) and value.rsplit("/", 1)[-1].lower() in ("false", "no"))


def _said_words(page: Page) -> int:
    """The word count that the page gives of its article, or that of the body it carries for machines; 0 for none."""
    for node in articles(page.nodes):
        count = str(node.get("wordCount") or "")
        if count.isdigit():
            return int(count)
        if isinstance(node.get("articleBody"), str):
            return len(node["articleBody"].split())
    return 0
