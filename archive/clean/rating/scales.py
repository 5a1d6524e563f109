"""Parse a printed rating and convert it to a score.

Pure: a string gives a `Rating`, or None if it is no rating.

Scores are 0-100 by a named conversion. `linear-1` is value / best * 100, rounded to one decimal: zero-based,
so that four of five stars are 80 whatever the outlet's lowest grade is. `letter-metacritic-1` is the table by
which Metacritic is reported to convert letter grades. `schulnote-1` is (6 - mark) / 5 * 100, for German
school marks, of which 1 is the best. A designation ("Recommended") has no score.
"""

from __future__ import annotations

import re
import unicodedata

from archive.model import Rating

LETTERS = {
    "A+": 100.0, "A": 100.0, "A-": 91.0, "B+": 83.0, "B": 75.0, "B-": 67.0, "C+": 58.0, "C": 50.0, "C-": 42.0,
    "D+": 33.0, "D": 25.0, "D-": 16.0, "F+": 8.0, "F": 0.0, "F-": 0.0,
}  # fmt: skip

BESTS = (4, 5, 6, 10, 20, 100)  # the best marks that critics use; "24/7" and "9/11" are no ratings

_WORDS = (
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    ["null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"],
    ["zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"],
    ["zero", "uma", "duas", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez"],
    ["zero", "una", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci"],
    ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"],
    ["cero", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"],
)

NUMBER_WORDS = {word: number for words in _WORDS for number, word in enumerate(words)}

_FULL, _HALF, _EMPTY = "★⭐🌟●", "½⯨⯪✬◐", "☆✩⚝○"

_VULGAR = {"½": ".5", "¼": ".25", "¾": ".75"}

_PUNCTUATION = " .!,;:|–—"

_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))

_HALF_MORE = r"(?:[ -]and[ -]a[ -]half|[ -]et[ -]demie?)"

_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?(?:\s?[½¼¾])?|[½¼¾]|(?:{_WORD}){_HALF_MORE}?)"

_OF = (
    r"(?:/|／|(?<=\()(?=\d{1,3}点満点)|out\s+of(?:\s+a\s+possible)?|von|sur|de|su|sobre|van(?:\s+de)?|av|of)"
)

_STARS = r"(?:stars?|sternen?|étoiles?|estrellas|estrelas|stelle|sterren|⭐|★|つ星)"

_POINTS = r"(?:points?|punkten?|puntos|pontos|punti|punten|点(?:満点)?)"

FIGURE = (
    rf"(?P<value>{_NUMBER})\s*(?P<stars>{_STARS})?(?:\s*{_POINTS})?\s*\(?\s*{_OF}\s*(?P<best>\d{{1,3}}(?!\d)|"
    rf"(?:{_WORD})\b)\s*(?P<stars2>{_STARS})?"
    rf"(?:\s*{_POINTS})?\)?"
)

_FIGURE_AFTER_BEST = rf"(?P<best>\d{{1,3}})点満点(?:中|で)?[、,]?\s*(?P<value>{_NUMBER})点"

COUNT = rf"(?P<count>{_NUMBER})[\s-]*{_STARS}"

PERCENT = r"(?P<percent>\d{1,3}(?:[.,]\d)?)\s?%"

LETTER = r"(?P<letter>[A-DF])\s?(?P<sign>[+\-−–]|plus\b|minus\b)?(?![\w'’])"

# Bullets begin the items of lists, so only a row of them is a rating.
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

# Asterisks also separate sections and mark footnotes, so they are a rating only with "/" or "out of".
ASTERISKS = r"(?P<asterisks>\*{1,5})\s?(?P<half>½|1/2)?\s*(?:/|\(?\s*out of)\s*(?P<most>\*{4,5}|[456](?!\d))"

_ANY = tuple(
    re.compile(pattern, re.I if flags else 0)
    for pattern, flags in (
        (ASTERISKS, True), (GLYPHS, False), (FIGURE, True), (_FIGURE_AFTER_BEST, True), (PERCENT, True),
        (COUNT, True), (LETTER, False), (DESIGNATION, True),
    )
)  # fmt: skip

_FULL_ROW = 5  # stars; a row of four may be four out of five

_IN_FIGURES = re.compile(rf"\s*[(,–-]?\s*星?{FIGURE}\s*\)?", re.I)  # "★★★★ (4 out of 5)"

_WIDE = str.maketrans("（）／：＋－％", "()/:+-%")

_OUT_OF = re.compile(rf"\s*\(?\s*(?:{_OF})\s*(?P<best>\d{{1,3}}|{_WORD})\b", re.I)


def parse_rating(printed: str) -> Rating | None:
    """Parse a string that is only a rating: "3.5/4", "B+", "★★★½☆", "82 %", "4 stars"; else None."""
    raw = " ".join(printed.split()).strip(_PUNCTUATION)
    if raw[:1] + raw[-1:] in ("()", "[]"):
        raw = raw[1:-1].strip()
    plain = raw.translate(_WIDE)
    for pattern in _ANY:
        match = pattern.match(plain)
        if match and _is_end(plain[match.end() :], match):
            return _from_match(match, raw)
    return None


# School marks, which are printed without the best mark. Labels of those whose best is ten.
_OUT_OF_TEN_LABEL = re.compile(
    r"(?:nota|voto|calificaci[óo]n|puntuaci[óo]n|puntaje|valoraci[óo]n|valutazione|avaliaç[ãa]o|pontuaç[ãa]o|cijfer|"
    r"eindcijfer|rapportcijfer)(?: final[ei]?| complessivo)?",
    re.I,
)

_OUT_OF_TEN = re.compile(r"(?P<value>\d{1,2}(?:[.,]\d{1,2})?)\s?(?P<part>½|[+\-−–])?")

_FRACTIONS = {"½": 0.5, "+": 0.25, "-": -0.25, "−": -0.25, "–": -0.25}

_GERMAN_MARK = re.compile(
    r"(?P<value>[1-6](?:[.,]\d{1,2})?)\s?"
    r"\((?:sehr gut|gut|befriedigend|ausreichend|mangelhaft|ungenügend)\)",
    re.I,
)


def parse_school_mark(label: str, printed: str) -> Rating | None:
    """Parse a school mark: "Voto" with "7+" is out of ten, "2,3 (gut)" is a German mark from six down to one.

    None for a mark of five or less, which may be out of five, and for a German mark without its word.
    """
    raw = " ".join(printed.split()).strip(_PUNCTUATION)
    if match := _GERMAN_MARK.fullmatch(raw):
        mark = float(match["value"].replace(",", "."))
        score = round((6 - mark) / 5 * 100, 1)
        return Rating(raw, mark, 1.0, 6.0, "marks", score, "schulnote-1") if mark <= 6 else None
    match = _OUT_OF_TEN.fullmatch(raw)
    value = parse_number(match["value"]) if match and _OUT_OF_TEN_LABEL.fullmatch(label.strip()) else None
    if match is None or value is None:
        return None
    value += _FRACTIONS.get(match["part"] or "", 0.0)
    return make_rating(raw, value, 10.0, None) if value > 5 else None


_ASTERISKS_ALONE = re.compile(
    rf"(?P<asterisks>\*{{1,5}})\s?(?P<half>½|1/2)?(?:\s*out of\s*(?P<most>[456]|{_WORD}))?", re.I
)

_FIGURE_ALONE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")

_HIGHEST_BEST = 20  # apart from 100: a higher figure without its best is out of 100


def parse_bare_rating(printed: str, *, with_figure: bool) -> Rating | None:
    """Parse what is a rating only after a label: "***1/2", and if `with_figure` "7.5", without its best."""
    raw = " ".join(printed.split()).strip(_PUNCTUATION)
    if match := _ASTERISKS_ALONE.fullmatch(raw):
        value = len(match["asterisks"]) + (0.5 if match["half"] else 0.0)
        return make_rating(raw, value, parse_number(match["most"] or ""), None, "stars")
    if with_figure and _FIGURE_ALONE.fullmatch(raw):
        value = parse_number(raw) or 0.0
        return make_rating(raw, value, 100.0 if value > _HIGHEST_BEST else None, None) if value else None
    return None


def _is_end(rest: str, match: re.Match[str]) -> bool:
    """Whether what follows a match belongs to the same rating or is only punctuation."""
    if "glyphs" in match.groupdict():
        out_of = _IN_FIGURES.match(rest) or _OUT_OF.match(rest)
        rest = rest[out_of.end() :] if out_of else rest
        rest = re.sub(rf"^\s*{_STARS}", "", rest, flags=re.I)
    return not rest.strip(_PUNCTUATION + "()[]\ufe0e\ufe0f")


def _from_match(match: re.Match[str], raw: str) -> Rating | None:
    groups = match.groupdict()
    if "glyphs" in groups:
        return _from_glyphs(match, raw)
    if "asterisks" in groups:
        most = groups["most"]
        value = len(groups["asterisks"]) + (0.5 if groups["half"] else 0.0)
        return make_rating(raw, value, float(len(most) if most[0] == "*" else most), None, "stars")
    if "letter" in groups:
        return _letter(raw, groups["letter"], groups["sign"])
    if "designation" in groups:
        return Rating(raw, scale="designation")
    return _from_figures(groups, raw)


def _from_figures(groups: dict[str, str | None], raw: str) -> Rating | None:
    if percent := groups.get("percent"):
        return make_rating(raw, parse_number(percent), 100.0, None, "percent")
    if count := groups.get("count"):
        return make_rating(raw, parse_number(count), None, None, "stars")
    best = parse_number(groups["best"] or "")
    stars = groups.get("stars") or groups.get("stars2")
    return (
        make_rating(raw, parse_number(groups["value"] or ""), best, None, "stars" if stars else None)
        if best in BESTS
        else None
    )


def _from_glyphs(match: re.Match[str], raw: str) -> Rating | None:
    glyphs = re.sub(r"\s?1/2", "½", match["glyphs"])
    full, half, empty = (sum(glyphs.count(glyph) for glyph in kind) for kind in (_FULL, _HALF, _EMPTY))
    rest = raw.translate(_WIDE)[match.end() :]
    figures = _IN_FIGURES.match(rest)
    if figures and parse_number(figures["value"]) == full + 0.5 and not half and empty == 1:
        half, empty = 1, 0  # the half star is printed as an outline
    if figures and parse_number(figures["value"]) != full + half / 2:
        return None  # the stars and the figures contradict each other
    out_of = figures or _OUT_OF.match(rest)
    best = parse_number(out_of["best"]) if out_of else None
    shown = full + half + empty
    if best is None and (empty or shown >= _FULL_ROW):
        best = float(shown)
    return make_rating(raw, full + half / 2, best, None, "stars") if half < 2 else None


def _letter(raw: str, letter: str, sign: str | None) -> Rating:
    signs = {"+": "+", "plus": "+", "": ""}
    grade = letter + signs.get((sign or "").lower(), "-")
    return Rating(raw, scale="letter", score=LETTERS.get(grade), conversion="letter-metacritic-1")


def make_rating(
    raw: str, value: float | None, best: float | None, worst: float | None, scale: str | None = None
) -> Rating | None:
    """A rating from its figures, with a score where `best` is known; None where they contradict each other.

    Args:
        scale: None for points, that is figures without a unit.
    """
    if value is None or value < (worst or 0):
        return None
    if best is not None and (best <= 0 or value > best):
        return None
    scale = scale or "points"
    if best is None:
        return Rating(raw, value, None, worst, scale)
    return Rating(raw, value, best, worst, scale, round(value / best * 100, 1), "linear-1")


def parse_number(printed: str) -> float | None:
    """The float for "3.5", "3,5", "3½" or "three and a half"; None for anything else."""
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
