"""Does the page warn of spoilers, or promise that there are none?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.evidence import Candidate
from archive.clean.page.page import Page
from archive.clean.patterns import any_of

# Other languages use the English word, too. Below, each line is an alternative.
_S = r"spoil(?:er)?s?\b"

_PROMISE = any_of(rf"""
    \bspoilers?[ –-]?(?:free|less|frei(?:e[rsn]?)?|vrije?)\b
    \b(?:no|zero|without(?: any)?|avoid(?:ing|s)?|light on) (?:(?:major|big|plot|real|any) )?{_S}
    \b(?:does|do|will|contains?|has|have)(?:n['’]t| not| no) (?:(?:contain|have|any|major) ){{0,2}}{_S}
    \b(?:ohne|keine|sans|sans aucun|sin|libre de|senza|sem|livre de|zonder|geen) {_S}
""")

_WARNING = any_of(rf"""
    ^\W*(?:\w+ ){{0,3}}{_S}[ -]*(?:alert|warning|warnung|alarm|alerte|waarschuwing)
    (?-i:SPOILERS? (?:ALERT|WARNING))
    \b(?:warning|beware|caution|attention|achtung|vorsicht|warnung)\b\W{{0,4}}(?:\w+\W+){{0,6}}?{_S}
    \b(?:alerte?|avertissement|atención|alerta|aviso|cuidado|attenzione)\b\W{{0,4}}(?:\w+\W+){{0,6}}?{_S}
    \b(?:allerta|let op|opgelet|pas op)\b\W{{0,4}}(?:\w+\W+){{0,6}}?{_S}
    \b{_S} (?:for [^.!?\n]{{1,80}}? )?(?:ahead|below|follow|within|lie ahead|abound|incoming|from here)
    \b{_S} (?:for [^.!?\n]{{1,80}}? )?to follow
    \b(?:contain|include|feature|discusse|reveal)[sd]?\b(?:\W+\w+){{0,4}}?\W+{_S}
    \b(?:full of|there are(?: \w+)?|(?:will|may|might|could) be(?: \w+)?|full) {_S}
    \b(?:has|have|with) (?:\w+ )?{_S} for
    ^\W*(?:\w+ ){{0,2}}{_S} for \w
    \b(?:enthält|enthalten|folgen|voller|mit) (?:\w+ ){{0,2}}{_S}
    \b{_S} (?:folgen|voraus|enthalten)
    \b(?:contient|contenir|contiennent|révèle|avec|contiene|contienen|con|hay) (?:\w+ ){{0,2}}{_S}
    \b(?:contém|contêm|com|há|seguono|presenti|bevat|met|volgen) (?:\w+ ){{0,2}}{_S}
""")

_WARNING_ALONE = re.compile(rf"^\W*(?:\w+\s+)?{_S}\W*$", re.I)

_SPOIL = "spoil"  # every word for it has this

_LONGEST_WARNING = 500  # characters; a longer paragraph talks about spoilers and does not warn


def read_spoilers(page: Page, text: str) -> bool | None:
    """True for a printed warning, False for a promise that there are none, None for neither.

    A warning outweighs a promise: "spoiler-free until the last section; spoilers below" has spoilers.
    """
    statements = {has_spoilers for _, has_spoilers in _mentions(page, text)}
    if True in statements:
        return True
    return False if False in statements else None


def warns_or_promises(line: str) -> bool:
    """Whether a line says whether its page has spoilers."""
    return _SPOIL in line.lower() and (_warns(line) or bool(_PROMISE.search(line)))


def spoiler_candidates(page: Page, text: str) -> Iterator[Candidate]:
    """The lines that mention spoilers, and what each says about them."""
    for line, has_spoilers in _mentions(page, text):
        if has_spoilers:
            yield Candidate("yes", "text", raw=line, note="a warning")
        elif has_spoilers is False:
            yield Candidate("no", "text", raw=line, note="a promise that there are none")
        else:
            yield Candidate("-", "text", raw=line, note="speaks of them without warning")


def _mentions(page: Page, text: str) -> Iterator[tuple[str, bool | None]]:
    """Each line that mentions spoilers: True if it warns, False if it promises none, None for neither."""
    for line in (*_titles(page), *text.splitlines()):
        if _SPOIL in line.lower():
            rest = _PROMISE.sub(" ", line)
            yield line, True if _warns(rest) else False if rest != line else None


def _warns(line: str) -> bool:
    return len(line) <= _LONGEST_WARNING and bool(_WARNING.search(line) or _WARNING_ALONE.match(line))


def _titles(page: Page) -> list[str]:
    """The headline, or the first lines of plain text: warnings may stand above the text, too."""
    if page.tree is None:
        return list(page.lines[:5])
    return [" ".join(h1.text_content().split()) for h1 in page.tagged("h1")][:1]
