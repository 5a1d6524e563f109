"""A printed rating read as a figure. Pure: strings in, `Rating` out; where the words are no rating, None.

Scores are 0-100 by a named conversion. `linear-1` is value / best * 100, rounded to one decimal: zero-based,
so that four of five stars are 80 whatever the lowest grade that the outlet gives. `letter-metacritic-1` is
the table by which Metacritic is reported to read letter grades. A designation ("Recommended") has no score.
"""

from __future__ import annotations

import re
import unicodedata

from archive.model import Rating

LETTERS = {
    "A+": 100.0, "A": 100.0, "A-": 91.0, "B+": 83.0, "B": 75.0, "B-": 67.0, "C+": 58.0, "C": 50.0, "C-": 42.0,
    "D+": 33.0, "D": 25.0, "D-": 16.0, "F+": 8.0, "F": 0.0, "F-": 0.0,
}  # fmt: skip
BESTS = (4, 5, 6, 10, 20, 100)  # what critics count up to; "24/7" and "9/11" are no ratings

_WORDS = (
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    ["null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"],
    ["zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"],
    ["cero", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"],
)
NUMBER_WORDS = {word: number for words in _WORDS for number, word in enumerate(words)}
_FULL, _HALF, _EMPTY = "★⭐🌟●", "½⯨⯪✬◐", "☆✩⚝○"
_VULGAR = {"½": ".5", "¼": ".25", "¾": ".75"}

_PUNCTUATION = " .!,;:|–—"

_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_HALF_MORE = r"(?:[ -]and[ -]a[ -]half|[ -]et[ -]demie?)"
_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?(?:\s?[½¼¾])?|[½¼¾]|(?:{_WORD}){_HALF_MORE}?)"
_OF = r"(?:/|／|out\s+of(?:\s+a\s+possible)?|von|sur|de|su|sobre|van(?:\s+de)?|av|of)"
_STARS = r"(?:stars?|sternen?|étoiles?|estrellas|estrelas|stelle|sterren|⭐|★|つ星)"
_POINTS = r"(?:points?|punkten?|puntos|pontos|punti|punten|点)"

FIGURE = (
    rf"(?P<value>{_NUMBER})\s*(?P<stars>{_STARS})?(?:\s*{_POINTS})?\s*\(?\s*{_OF}\s*(?P<best>\d{{1,3}}(?!\d)|"
    rf"(?:{_WORD})\b)\s*(?P<stars2>{_STARS})?"
    rf"(?:\s*{_POINTS})?\)?"
)
COUNT = rf"(?P<count>{_NUMBER})[\s-]*{_STARS}"
PERCENT = r"(?P<percent>\d{1,3}(?:[.,]\d)?)\s?%"
LETTER = r"(?P<letter>[A-DF])\s?(?P<sign>[+\-−–]|plus\b|minus\b)?(?![\w'’])"
# Bullets begin the entries of lists, so that only a row of them counts.
GLYPHS = (
    rf"(?P<glyphs>(?![●○](?!(?:\s*[●◐○]){{3}}))"
    rf"[{_FULL}{_EMPTY}](?:[\s\ufe0e\ufe0f]*[{_FULL}{_HALF}{_EMPTY}]|\s?1/2)*)"
)
DESIGNATION = (
    r"(?P<designation>(?:two |both |one )?thumbs? (?:up|down)|(?:highly |strongly |not |"
    r"cautiously )?recommended|must[- ](?:see|watch|read|play|listen|own|have)|critic['’]?s['’]? (?:pick|"
    r"choice)|best new (?:music|album|track)|editor['’]?s['’]? choice|skip it|stream it|(?:a )?must|"
    r"essential|avoid|fresh|rotten)"
)
# Asterisks part sections and stand for footnotes too, so that they rate only out of others or of a figure.
ASTERISKS = r"(?P<asterisks>\*{1,5})\s?(?P<half>½|1/2)?\s*(?:/|\(?\s*out of)\s*(?P<most>\*{4,5}|[456](?!\d))"
_ANY = tuple(
    re.compile(pattern, re.I if flags else 0)
    for pattern, flags in (
        (ASTERISKS, True), (GLYPHS, False), (FIGURE, True), (PERCENT, True), (COUNT, True), (LETTER, False),
        (DESIGNATION, True),
    )
)  # fmt: skip
_FULL_ROW = 5  # stars; a row of four may be four of five
_OUT_OF = re.compile(rf"\s*\(?\s*(?:{_OF})\s*(?P<best>\d{{1,3}}|{_WORD})\b", re.I)


def parse_rating(printed: str) -> Rating | None:
    """Read a string that is a rating and nothing else: "3.5/4", "B+", "★★★½☆", "82 %", "4 stars"."""
    raw = " ".join(printed.split()).strip(_PUNCTUATION)
    if raw[:1] + raw[-1:] in ("()", "[]"):
        raw = raw[1:-1].strip()
    for pattern in _ANY:
        found = pattern.match(raw)
        if found and _is_rest(raw[found.end() :], found):
            return _from_match(found, raw)
    return None


def _is_rest(rest: str, found: re.Match[str]) -> bool:
    if "glyphs" in found.groupdict():
        out_of = _OUT_OF.match(rest)
        rest = rest[out_of.end() :] if out_of else rest
        rest = re.sub(rf"^\s*{_STARS}", "", rest, flags=re.I)
    return not rest.strip(_PUNCTUATION + "()[]\ufe0e\ufe0f")


def _from_match(found: re.Match[str], raw: str) -> Rating | None:
    groups = found.groupdict()
    if "glyphs" in groups:
        return _from_glyphs(found, raw)
    if "asterisks" in groups:
        most = groups["most"]
        value = len(groups["asterisks"]) + (0.5 if groups["half"] else 0.0)
        return rate(raw, value, float(len(most) if most[0] == "*" else most), None, "stars")
    if "letter" in groups:
        return _letter(raw, groups["letter"], groups["sign"])
    if "designation" in groups:
        return Rating(raw, scale="designation")
    return _from_figures(groups, raw)


def _from_figures(groups: dict[str, str | None], raw: str) -> Rating | None:
    if percent := groups.get("percent"):
        return rate(raw, number(percent), 100.0, None, "percent")
    if count := groups.get("count"):
        return rate(raw, number(count), None, None, "stars")
    best = number(groups["best"] or "")
    stars = groups["stars"] or groups["stars2"]
    return (
        rate(raw, number(groups["value"] or ""), best, None, "stars" if stars else None)
        if best in BESTS
        else None
    )


def _from_glyphs(found: re.Match[str], raw: str) -> Rating | None:
    glyphs = re.sub(r"\s?1/2", "½", found["glyphs"])
    full, half, empty = (sum(glyphs.count(glyph) for glyph in kind) for kind in (_FULL, _HALF, _EMPTY))
    out_of = _OUT_OF.match(raw, found.end())
    best = number(out_of["best"]) if out_of else None
    shown = full + half + empty
    if best is None and (empty or shown >= _FULL_ROW):
        best = float(shown)
    return rate(raw, full + half / 2, best, None, "stars") if half < 2 else None


def _letter(raw: str, letter: str, sign: str | None) -> Rating:
    signs = {"+": "+", "plus": "+", "": ""}
    grade = letter + signs.get((sign or "").lower(), "-")
    return Rating(raw, scale="letter", score=LETTERS.get(grade), conversion="letter-metacritic-1")


def rate(
    raw: str, value: float | None, best: float | None, worst: float | None, scale: str | None = None
) -> Rating | None:
    """A rating from its figures, scored where `best` is known; None where they contradict each other.

    `scale` None means points: figures without a word of what they count.
    """
    if value is None or value < (worst or 0):
        return None
    if best is not None and (best <= 0 or value > best):
        return None
    scale = scale or "points"
    if best is None:
        return Rating(raw, value, None, worst, scale)
    return Rating(raw, value, best, worst, scale, round(value / best * 100, 1), "linear-1")


def number(printed: str) -> float | None:
    """ "3.5", "3,5", "3½", "three and a half" as a float; None for anything else."""
    text = printed.strip().lower().replace(",", ".")
    word = re.fullmatch(rf"({_WORD})(?P<half>[ -](?:and|et)[ -].+)?", text)
    if word:
        return NUMBER_WORDS[word[1]] + (0.5 if word["half"] else 0.0)
    for vulgar, decimal in _VULGAR.items():
        text = text.replace(vulgar, decimal)
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    try:
        return float(text)
    except ValueError:
        return None
