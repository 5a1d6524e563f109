"""Tell fast which texts may hold a rating: most texts of a page are asked, and few are read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.clean.rating.scales import BESTS, EMPTY, FULL, NUMBER, NUMBER_WORDS, OF
from archive.clean.rating.wording import LABEL_CHARS, LONGEST_RATING, NOUN
from archive.clean.vocabulary import word_set

# What each rating in a long text has one of, in lower case: a figure with its best, a sign, counted stars.
_OF_BEST = re.compile(
    rf"[0-9٠-٩۰-۹点점½+−-](?:\s?[/／⁄]\s?|\s?(?:[^\W\d_]{{3,}}\s){{0,2}}\(?{OF}\s?)"
    r"(?:[4-8٤-٨۴-۸]|[1١۱][025٠٢٥۰۲۵]|20|40|100|\*)(?![0-9]|[/.,-][0-9])"
)
_COUNTED = (
    "out of", "star", "stern", "sterren", "estrel", "stelle", "étoile", "stjer", "stjär", "зв", "gwiazd",
    "hvězd", "tähte", "yıldız", "hjerte",
)  # fmt: skip
_SIGNS = (*FULL, *EMPTY, "**", "* *", "満点", "满分", "滿分", "만점", "üzerinden", "(max", "(maks", *_COUNTED)
_BEST_WORDS = frozenset(word for word, number in NUMBER_WORDS.items() if number in BESTS)
_NUMBER_AT_END = re.compile(rf"{NUMBER}[\s-]*$")
_NUMBER_CHARS = 24

# What a labelled figure and a grade end in, perhaps before a remark: "2,3 (gut)".
_ENDS = frozenset("0123456789½点分%+-−–)）]ABCDF.!")
_VALUE_CHARS = frozenset("0123456789½点分ABCDF")
_REMARK_AT_END = re.compile(r"\s*[(（][^()（）\d]{1,20}[)）]$")
_FIGURE_AT_END = re.compile(r"(?<!\d\d\d)[\d½点分][%+\-−–)\].!]{0,2}$")  # no year
_GRADE_AT_END = re.compile(r"(?:^|\W)[A-DF]\s?(?:[+\-−–]|plus|minus)?\W?$")
_GRADE_AFTER_LABEL = re.compile(r"%|[:：]\s?[A-DFa-df][+\-−–]?(?=[\s.|]|$)")
_LABEL_MARK = re.compile(r"[:：–—.] ?")
_END_CHARS, _BARE_FIGURE_CHARS = 9, 4

_DESIGNATIONS = frozenset(
    words.replace(" ", space).replace("'", sign)
    for words in word_set("rating", "designation")
    for space, sign in (" '", " ’", "-'", "-’")
)


def texts_with_hint(texts: Sequence[str]) -> list[int]:
    """The positions of the texts that may hold a rating: `may_hold_rating` for a whole page, faster.

    Args:
        texts: without line breaks.
    """
    page = "\n".join(texts).lower()
    lower = page.split("\n")
    found = {page.count("\n", 0, match.start()) for match in _OF_BEST.finditer(page)}
    for sign in filter(page.__contains__, _SIGNS):
        found.update(place for place, text in enumerate(lower) if sign in text and _has_sign(text, sign))
    for place, text in enumerate(texts):
        if _ends_in_words(lower[place]) or (
            len(text) <= LONGEST_RATING
            and (
                _is_value(text, lower[place])
                or (text[-1] in "%点점" and len(text) <= _BARE_FIGURE_CHARS)
                or (len(text) <= _BARE_FIGURE_CHARS and _is_beside_label(texts, place))
            )
        ):
            found.add(place)
    return sorted(found)


def may_hold_rating(text: str) -> bool:
    """Whether a text may hold a rating: a fast test."""
    lower = text.lower()
    signed = any(sign in lower and _has_sign(lower, sign) for sign in _SIGNS)
    return (
        signed
        or _ends_in_words(lower)
        or _OF_BEST.search(lower) is not None
        or (len(text) <= LONGEST_RATING and _is_value(text, lower))
    )


def _has_sign(lower: str, sign: str) -> bool:
    """Whether a text that holds a sign has it as that of a rating, a word only after a number."""
    words = re.finditer(sign, lower) if sign in _COUNTED else ()
    before = (
        _NUMBER_AT_END.search(lower, max(0, at - _NUMBER_CHARS), at) for at in map(re.Match.start, words)
    )
    return sign not in _COUNTED or any(before)


def _ends_in_words(lower: str) -> bool:
    """Whether the end of a text may be a rating in words: "four out of five"."""
    return not _BEST_WORDS.isdisjoint(lower[-LABEL_CHARS:].rstrip(" .!)").split())


def _is_value(text: str, lower: str) -> bool:
    """Whether a short text may be a labelled figure, a grade or a designation."""
    marked = ":" in text or "：" in text or "%" in text or "–" in text
    if text[-1:] in _ENDS:
        end = (_REMARK_AT_END.sub("", text) if text[-1] in ")）" else text)[-_END_CHARS:]
        given = not _VALUE_CHARS.isdisjoint(end)  # most end in a full stop and nothing else
        if given and (_GRADE_AT_END.search(end) or (_FIGURE_AT_END.search(end) and NOUN.search(lower))):
            return True
    elif not marked:
        return lower in _DESIGNATIONS
    last = _LABEL_MARK.split(lower)[-1].strip(" .!)")
    if last in _DESIGNATIONS or (last in NUMBER_WORDS and NOUN.search(lower)):
        return True
    return marked and _GRADE_AFTER_LABEL.search(text) is not None and NOUN.search(lower) is not None


def _is_beside_label(texts: Sequence[str], place: int) -> bool:
    """Whether a text stands beside a label: "82%", "Kiosk rating"."""
    beside = (*texts[max(0, place - 1) : place], *texts[place + 1 : place + 2])
    return any(len(text) <= LABEL_CHARS and NOUN.search(text) for text in beside)
