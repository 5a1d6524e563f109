"""Does the page warn of spoilers, or promise that there are none?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.dom.element_text import element_text
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
    return max((said for _, said in _mentions(page, text) if said is not None), default=None)


def warns_or_promises(line: str) -> bool:
    """Whether a line says whether its page has spoilers."""
    return _SPOIL in line.lower() and _says(line) is not None


def spoiler_candidates(page: Page, text: str) -> Iterator[Candidate]:
    """The lines that mention spoilers, and what each says about them."""
    notes = {
        True: ("yes", "a warning"),
        False: ("no", "a promise that there are none"),
        None: ("-", "speaks of them without warning"),
    }
    for line, said in _mentions(page, text):
        value, note = notes[said]
        yield Candidate(value, "text", raw=line, note=note)


def _mentions(page: Page, text: str) -> Iterator[tuple[str, bool | None]]:
    """Each line that mentions spoilers, and what it says; warnings may stand in a headline, too."""
    titles = page.lines[:5] if page.tree is None else map(element_text, page.tagged("h1")[:1])
    for line in (*titles, *text.splitlines()):
        if _SPOIL in line.lower():
            yield line, _says(line)


def _says(line: str) -> bool | None:
    """True where a line warns of spoilers, False where it promises that there are none."""
    rest = _PROMISE.sub(" ", line)
    if len(line) <= _LONGEST_WARNING and (_WARNING.search(rest) or _WARNING_ALONE.match(rest)):
        return True
    return False if rest != line else None
