"""Parse a printed rating and convert it to a score.

Pure: a string gives a `Rating`, or None if it is no rating.

The score comes from `archive.scores`.
"""

from __future__ import annotations

import re

from archive.model import Rating
from archive.scores.scoring import with_score

BESTS = (4, 5, 6, 10, 20, 100)  # the best marks that critics use; "24/7" and "9/11" are no ratings
_RARE_BESTS = (3, 7, 8, 12, 15)  # of stars, or after a label

# From nought to ten. Spelling libraries know more languages, but give each number one form only.
_WORDS = (
    "zero one two three four five six seven eight nine ten",
    "null ein zwei drei vier fünf sechs sieben acht neun zehn",
    "zéro une deux trois quatre cinq six sept huit neuf dix",
    "zero uma duas três quatro cinco seis sete oito nove dez",
    "zero una due tre quattro cinque sei sette otto nove dieci",
    "nul één twee drie vier vijf zes zeven acht negen tien",
    "cero una dos tres cuatro cinco seis siete ocho nueve diez",
    "noll en två tre fyra fem sex sju åtta nio tio",
    "nul én to tre fire fem seks syv otte ni ti",
    "null ett to tre fire fem seks sju åtte ni ti",
    "zero jedna dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć",
    "ноль одна две три четыре пять шесть семь восемь девять десять",
)

NUMBER_WORDS = {word: number for words in _WORDS for number, word in enumerate(words.split())}

FULL, HALF, EMPTY = "★⭐🌟●♥❤", "½⯨⯪✬◐", "☆✩⚝○♡"

_FRACTIONS = {
    "½": 0.5, "1/2": 0.5, "¼": 0.25, "1/4": 0.25, "¾": 0.75, "3/4": 0.75,
    "+": 0.25, "-": -0.25, "−": -0.25, "–": -0.25,
}  # fmt: skip

_PUNCTUATION = " .!,;:|–—"

_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))

_AND_A_HALF = r"[ -](?:and[ -]a[ -]half|(?:et|y|e)[ -](?:demie?|media|mezz[ao]|meia))"

NUMBER = (
    r"(?:\d{1,3}(?:[.,]\d{1,2})?(?:\s?[½¼¾]|\s[13]/[24](?!\d))?|[½¼¾]"
    rf"|(?<!\w)(?:{_WORD})(?:{_AND_A_HALF})?(?!\w))"
)

OF = (
    r"(?:/|out\s+of(?:\s+a\s+possible)?|(?:van\s+de|von|sur|de|su|sobre|van|uit|av|af|of|из|z|na)(?!\w)"
    r"|(?<=\()(?=\d{1,3}点満点))"
)

STARS = (
    r"(?:stars?|sternen?|étoiles?|estrellas?|estrelas?|stell[ea]|ster(?:ren)?|stjerner?|stjärn(?:a|or)|gwiazd\w*|"
    r"зв[её]зд\w*|yıldız|⭐|★|つ?星|별)(?![^\W\d_])"
)

_POINTS = (
    r"(?:points?|punkten?|puntos|pontos|punti|punten|poäng|punkt\w*|балл\w*|点(?:満点)?|分|점)(?![^\W\d_])"
)

FIGURE = (
    rf"(?P<value>{NUMBER})\s*(?P<stars>{STARS})?(?:\s*{_POINTS})?\s*,?\s*\(?\s*{OF}\s*"
    rf"(?P<best>\d{{1,3}}(?!\d|[.,]\d)|(?:{_WORD})(?!\w))[\s-]*(?P<stars2>{STARS})?(?:\s*{_POINTS})?\)?"
)

COUNT = rf"(?P<count>{NUMBER})[\s-]*{STARS}"

# Bullets begin the items of lists, so only a row of them is a rating.
GLYPHS = (
    rf"(?P<glyphs>(?![●○](?!(?:\s*[●◐○]){{3}}))(?![♥❤♡](?!(?:\s*[♥❤♡]){{2}}))"
    rf"[{FULL}{EMPTY}](?:\s*[{FULL}{HALF}{EMPTY}]|\s?1/2)*)"
)

# Asterisks also separate sections and mark footnotes, so they are a rating only with "/" or "out of".
_ASTERISKS = r"(?P<asterisks>\*{1,5})\s?(?P<half>½|1/2)?"

_DESIGNATION = (
    r"(?P<designation>(?:two |both |one )?thumbs? (?:up|down)|(?:highly |strongly |not |"
    r"cautiously )?recommended|must[- ](?:see|watch|read|play|listen|own|have)|critic['’]?s['’]? (?:pick|"
    r"choice)|best new (?:music|album|track)|editor['’]?s['’]? choice|skip it|stream it|(?:a )?must|"
    r"essential|avoid|fresh|rotten)"
)

_ANY = (
    re.compile(rf"{_ASTERISKS}\s*(?:/|\(?\s*out of)\s*(?P<most>\*{{4,5}}|[456](?!\d))", re.I),
    re.compile(GLYPHS),
    re.compile(FIGURE, re.I),
    re.compile(rf"(?P<best>\d{{1,3}})点満点(?:中|で)?[、,]?\s*(?P<value>{NUMBER})点"),
    re.compile(r"(?P<percent>\d{1,3}(?:[.,]\d)?)\s?%"),
    re.compile(COUNT, re.I),
    re.compile(_DESIGNATION, re.I),
    re.compile(r"(?P<letter>[A-DF])\s?(?P<sign>[+\-−–]|plus\b|minus\b)?(?![\w'’])"),
)

_FULL_ROW = 5  # stars; a row of four may be four out of five

_IN_FIGURES = re.compile(rf"\s*[(,–-]?\s*星?{FIGURE}\s*\)?", re.I)  # "★★★★ (4 out of 5)"

_OUT_OF = re.compile(rf"\s*[(,]?\s*{OF}\s*(?P<best>\d{{1,3}}|(?:{_WORD})(?!\w))(?:[\s-]*{STARS})?", re.I)

_AFTER_FIGURES = re.compile(rf"\s*(?:\(?(?:\s*[{FULL}{HALF}{EMPTY}])+\s*\)?|{STARS})", re.I)

_PLAIN = str.maketrans("（）／⁄：＋－％", "()//:+-%", "\u00ad\ufe0e\ufe0f\u200b\u200d")


def plain_form(printed: str) -> str:
    """A text with white space folded, wide signs as ASCII, and without invisible characters."""
    return " ".join(printed.translate(_PLAIN).split())


def parse_rating(printed: str, *, any_best: bool = False) -> Rating | None:
    """Parse a string that is only a rating: "3.5/4", "B+", "★★★½☆", "82 %", "4 stars"; else None.

    Args:
        any_best: whether the best mark may be a rare one, as in "7 von 8".
    """
    raw = " ".join(printed.split()).strip(_PUNCTUATION).removeprefix("-")
    if raw[:1] + raw[-1:] in ("()", "[]"):
        raw = raw[1:-1].strip()
    plain = plain_form(raw)
    for pattern in _ANY:
        match = pattern.match(plain)
        if match and _is_end(plain[match.end() :], match):
            return _from_match(match, raw, any_best=any_best)
    return None


# Labels of school marks, which are out of ten without saying so.
_OUT_OF_TEN_LABEL = re.compile(
    r"(?:nota|voto|calificaci[óo]n|puntuaci[óo]n|puntaje|valoraci[óo]n|valutazione|avaliaç[ãa]o|pontuaç[ãa]o|"
    r"(?:eind|rapport)?cijfer)(?: final[ei]?| complessivo)?",
    re.I,
)

_MARK = re.compile(r"(?P<value>\d{1,2}(?:[.,]\d{1,2})?)\s?(?P<part>½|[+\-−–])?")

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
        return with_score(Rating(raw, mark, 1.0, 6.0, "marks")) if mark <= 6 else None
    match = _MARK.fullmatch(raw)
    value = parse_number(match["value"]) if match and _OUT_OF_TEN_LABEL.fullmatch(label.strip()) else None
    if match is None or value is None:
        return None
    value += _FRACTIONS.get(match["part"] or "", 0.0)
    return make_rating(raw, value, 10.0, None) if value > 5 else None


_ASTERISKS_ALONE = re.compile(rf"{_ASTERISKS}(?:\s*out of\s*(?P<most>[456]|{_WORD}))?", re.I)

_FIGURE_ALONE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")

_HIGHEST_BEST = 20  # apart from 100: a higher figure without its best is out of 100


def parse_bare_rating(printed: str, *, with_figure: bool) -> Rating | None:
    """Parse what is a rating only after a label: "***1/2", and if `with_figure` "7.5", without its best."""
    raw = " ".join(printed.split()).strip(_PUNCTUATION)
    if match := _ASTERISKS_ALONE.fullmatch(raw):
        return _from_asterisks(match, raw)
    if with_figure and _FIGURE_ALONE.fullmatch(raw):
        value = parse_number(raw) or 0.0
        return make_rating(raw, value, 100.0 if value > _HIGHEST_BEST else None, None) if value else None
    return None


def _is_end(rest: str, match: re.Match[str]) -> bool:
    """Whether what follows a match belongs to the same rating or is only punctuation."""
    groups = match.groupdict()
    if "glyphs" in groups and (out_of := _IN_FIGURES.match(rest) or _OUT_OF.match(rest)):
        rest = rest[out_of.end() :]
    if not groups.keys().isdisjoint(("glyphs", "value", "count")) and (stars := _AFTER_FIGURES.match(rest)):
        rest = rest[stars.end() :]
    return not rest.strip(_PUNCTUATION + "()[]")


def _from_match(match: re.Match[str], raw: str, *, any_best: bool) -> Rating | None:
    groups = match.groupdict()
    if "glyphs" in groups:
        return _from_glyphs(match, raw)
    if "asterisks" in groups:
        return _from_asterisks(match, raw)
    if "letter" in groups:
        return with_score(Rating(raw, scale="letter"))
    if "designation" in groups:
        return Rating(raw, scale="designation")
    return _from_figures(groups, raw, any_best=any_best)


def _from_figures(groups: dict[str, str], raw: str, *, any_best: bool) -> Rating | None:
    if "percent" in groups:
        return make_rating(raw, parse_number(groups["percent"]), 100.0, None, "percent")
    if "count" in groups:
        return make_rating(raw, parse_number(groups["count"]), None, None, "stars")
    best = parse_number(groups["best"])
    scale = "stars" if groups.get("stars") or groups.get("stars2") else None
    usual = best in BESTS or (best in _RARE_BESTS and (any_best or scale is not None))
    return make_rating(raw, parse_number(groups["value"]), best, None, scale) if usual else None


def _from_asterisks(match: re.Match[str], raw: str) -> Rating | None:
    value = len(match["asterisks"]) + (0.5 if match["half"] else 0.0)
    most = match["most"] or ""
    best = float(len(most)) if most.startswith("*") else parse_number(most)
    return make_rating(raw, value, best, None, "stars")


def _from_glyphs(match: re.Match[str], raw: str) -> Rating | None:
    glyphs = re.sub(r"\s?1/2", "½", match["glyphs"])
    full, half, empty = (sum(map(glyphs.count, kind)) for kind in (FULL, HALF, EMPTY))
    rest = match.string[match.end() :]
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
    return with_score(Rating(raw, value, best, worst, scale or "points"))


_PARSED_NUMBER = re.compile(
    rf"(?:(?P<figure>\d+(?:\.\d*)?|\.\d+)|(?P<word>{_WORD})(?P<half>{_AND_A_HALF})?)?\s*(?P<part>[½¼¾]|[13]/[24])?"
)


def parse_number(printed: str) -> float | None:
    """The float for "3.5", "3,5", "3½", "3 1/2" or "three and a half"; None for anything else."""
    match = _PARSED_NUMBER.fullmatch(plain_form(printed).lower().replace(",", "."))
    if match is None or not match[0]:
        return None
    value = float(match["figure"]) if match["figure"] else float(NUMBER_WORDS.get(match["word"] or "", 0))
    return value + (0.5 if match["half"] else 0.0) + _FRACTIONS.get(match["part"] or "", 0.0)
