"""Whether a page says that it gives the plot away, or that it does not. Silence is None."""

from __future__ import annotations

import re

from archive.clean.page import Page

# Another language's words for "spoiler" are all the English one.
_SPOILER = r"spoil(?:er)?s?"
_NONE = re.compile(
    rf"""\b(?:
      {_SPOILER}[ -–]?(?:free|less|frei(?:e[rsn]?)?|vrij(?:e)?)\b
    | (?:no|zero|without(?:\s+(?:any|major|big))?|avoid(?:ing|s)?|light\s+on)\s+(?:major\s+|big\s+|plot\s+|real\s+)?{_SPOILER}\b
    | (?:does|do|will|contains?|has|have)(?:n['’]t|\s+not|\s+no)\s+(?:contain\s+|include\s+|have\s+)?(?:any\s+|major\s+)?{_SPOILER}\b
    | ohne\s+{_SPOILER} | (?:keine|enthält\s+keine)\s+{_SPOILER}
    | sans\s+(?:aucun\s+)?{_SPOILER} | garanti(?:e)?\s+sans\s+{_SPOILER} | (?:sin|libre\s+de)\s+{_SPOILER}
    | (?:senza|zero)\s+{_SPOILER} | (?:sem|livre\s+de)\s+{_SPOILER} | (?:zonder|geen)\s+{_SPOILER}
    )""",
    re.I | re.X,
)
_WARNING = re.compile(
    rf"""
      \b{_SPOILER}\s*(?:alert|warning|warnung|alarm|alerte?|advertencia|aviso|waarschuwing)\b
    | \b(?:warning|beware|caution|attention|achtung|vorsicht|warnung|alerte?|avertissement|atención|alerta|aviso|cuidado|
        attenzione|allerta|let\s+op|opgelet|pas\s+op)\b\W{{0,4}}(?:\w+\W+){{0,6}}?{_SPOILER}\b
    | \b(?:major|heavy|mild|minor|light|full|big|huge|massive|potential|possible|some|season\s+\w+|episode|plot|ending)?\s*
        {_SPOILER}\s+(?:for\s+[^.!?\n]{{1,80}}?\s+)?(?:ahead|below|follow|to\s+follow|within|lie\s+ahead|abound|incoming|from\s+here)\b
    | \b(?:contain|include|feature|discusse|reveal)[sd]?\b(?:\W+\w+){{0,4}}?\W+{_SPOILER}\b
    | \b(?:is|are)\s+full\s+of\s+{_SPOILER}\b | \b(?:there\s+)?(?:will|may|might|could)\s+be\s+(?:\w+\s+){{0,2}}{_SPOILER}\b
    | \b(?:has|have|with)\s+(?:\w+\s+)?{_SPOILER}\s+for\b | ^\W*(?:\w+\s+){{0,2}}{_SPOILER}\s+for\s
    | \bthere\s+are\s+(?:\w+\s+){{0,2}}{_SPOILER}\b | \bfull\s+{_SPOILER}\b
    | \b(?:enthält|enthalten|folgen|voller|mit)\s+(?:\w+\s+){{0,2}}{_SPOILER}\b | \b{_SPOILER}\s+(?:folgen|voraus|enthalten)\b
    | \b(?:contient|contenir|contiennent|révèle|avec)\s+(?:\w+\s+){{0,2}}{_SPOILER}\b
    | \b(?:contiene|contienen|con|hay)\s+(?:\w+\s+){{0,2}}{_SPOILER}\b
    | \b(?:contém|contêm|com|há)\s+(?:\w+\s+){{0,2}}{_SPOILER}\b | \b(?:seguono|presenti)\s+{_SPOILER}\b
    | \b(?:bevat|met|volgen)\s+(?:\w+\s+){{0,2}}{_SPOILER}\b
    """,
    re.I | re.X,
)
_ALONE = re.compile(rf"^\W*(?:\w+\s+)?{_SPOILER}\W*$", re.I)
_MAY_SPOIL = re.compile(r"spoil", re.I)
_LONGEST = 500  # a warning in a longer paragraph than this is talk about spoilers


def read_spoilers(page: Page, text: str) -> bool | None:
    """True for a printed warning, False for a promise that there are none, None where nothing is said.

    A warning outweighs a promise: "spoiler-free until the last section; spoilers below" has spoilers.
    """
    promised = False
    for line in (*_titles(page), *text.splitlines()):
        if not _MAY_SPOIL.search(line):
            continue
        rest = _NONE.sub(" ", line)
        promised = promised or rest != line
        if _warns(rest):
            return True
    return False if promised else None


def _warns(line: str) -> bool:
    return len(line) <= _LONGEST and bool(_WARNING.search(line) or _ALONE.match(line))


def _titles(page: Page) -> list[str]:
    """The headline, and for plain text its lines: warnings stand above the text too."""
    if page.tree is None:
        return [line for line in page.lines[:5]]
    return [" ".join(h1.text_content().split()) for h1 in page.tree.iter("h1")][:1]
