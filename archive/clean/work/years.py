"""The year of a work, as a page prints it."""

from __future__ import annotations

import re

_LABELLED = re.compile(
    r"(?:^|[\s(•|])(?:year|released?(?: date)?|release year|jahr|erscheinungsjahr|année|año|anno|"
    r"ano|jaar|公開|製作年)\s?[:：]\s*[^\n:]{0,25}?\b((?:19|20)\d\d)\b",
    re.I,
)


def year_of(name: str, *texts: str) -> int | None:
    """The year printed in brackets right after the name."""
    pattern = re.compile(
        re.escape(name) + r"['’”\"』»]?(?:,? by [^\n()]{3,60})?\s*[(\[（]"
        r"(?:[^()\n]{2,40}, )?((?:1[89]|20)\d\d)(?=[)\]）年,、/])"
    )
    found = next((match for text in texts if (match := pattern.search(text))), None)
    return int(found[1]) if found else None


def year_labelled(text: str) -> int | None:
    """The one year that data of a work give as its own: "Year: 2018", "Release Date: July 11, 2025"."""
    found = {int(one[1]) for one in _LABELLED.finditer(text)}
    return found.pop() if len(found) == 1 else None
