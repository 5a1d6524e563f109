"""Parse a printed rating by one table of the forms in which critics print them. Pure.

The score comes from `archive.scores`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from archive.clean.rating.number_words import HAN, ONE, SIGN, number_of, with_number_signs
from archive.clean.vocabulary import words_pattern
from archive.model import Rating
from archive.scores.scoring import with_score

BESTS = (4, 5, 6, 10, 20, 100)  # the best marks that critics use; "24/7" and "9/11" are no ratings
_RARE_BESTS = (3, 7, 8, 12, 15, 40)  # of stars, or after a label
_HIGHEST_BEST = 20  # apart from 100: a higher figure without its best is out of 100
_OUT_OF_FIVE = 5.0  # up to this a school mark may be out of five
_FULL_ROW = 5  # stars; a row of four may be four out of five

FULL, HALF, EMPTY = "★⭐🌟●♥❤", "½⯨⯪✬◐", "☆✩⚝○♡"  # an asterisk may be full, too

_FULL_SIGNS = frozenset(FULL + "*")
_MOST_SIGNS = 10

_FRACTIONS = {
    "½": 0.5, "1/2": 0.5, "¼": 0.25, "1/4": 0.25, "¾": 0.75, "3/4": 0.75,
    "+": 0.25, "-": -0.25, "−": -0.25, "–": -0.25,
}  # fmt: skip

_PUNCTUATION = " .!,;:|–—。！、；："
_PLAIN = str.maketrans(
    "（）／⁄：＋－％、，٫٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "()//:+-%,,.01234567890123456789",
    "\u00ad\ufe0e\ufe0f\u200b\u200d",
)

_AND_A_HALF = (
    r"(?:[ -](?:and[ -]a[ -]half|(?:et|y|e)[ -](?:demie?|medi[ao]|mezz[ao]|mei[ao])|"
    rf"{ONE}[ -](?:een[ -])?halve?|o(?:ch|g)[ -](?:{ONE}|e)[ -]halvt?|"
    r"i[ -]pół|с[ -]половиной|a[ -]půl|buçuk|ja[ -]puoli|ونصف)|"
    r"einhalb|[eë]nhalve?|半)"
)

NUMBER = (
    rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?(?:\s?[½¼¾]|\s[13]/[24](?!\d)|{_AND_A_HALF})?|[½¼¾]"
    rf"|(?:(?<!\w){SIGN}|(?:(?<!\w)|(?<=分))[{HAN}](?!星))(?:{_AND_A_HALF})?(?:(?!\w)|(?=[点點分颗顆]|つ星)))"
)
_OF_WORDS, STARS, _POINTS, _MOST_WORDS, _SCALE, _BEST_FIRST = (
    words_pattern("rating", key) for key in ("of", "stars", "points", "most", "scale", "best_first")
)
_BEST_AHEAD = r"(?=\d{1,3}(?:[点점분개]|つ星)?\s?(?:満点|만점))"  # "(10点満点)"
OF = (
    rf"(?:/|out\s+of(?:\s+a\s+possible)?|{_OF_WORDS}|(?=[^\W\d]+st[aä](?!\w))|"
    rf"(?<=\(){_BEST_AHEAD})"
)
_ON_SCALE = (  # "(on a scale of 1-5)", "su una scala di 10"
    rf"(?:[^\W\d_]{{1,4}}\s){{0,2}}{_SCALE}\s(?:\w+\s)?(?:[01]\s?(?:[–-]|\w{{1,3}}\s))?"
)
_BEST = rf"(?P<best>\d{{1,3}}(?!\d|[.,]\d)|{SIGN}(?!\w)|[{HAN}])"
_OF_BEST = (
    rf"\s*,?\s*\(?\s*(?:{OF}(?:\s*{_MOST_WORDS})?|{_MOST_WORDS}\s*:?|{_ON_SCALE})\s*"
    rf"{_BEST}[\s-]*(?:{_MOST_WORDS}\s)?(?P<stars2>{STARS})?(?:\s*{_POINTS})?\)?"
)
FIGURE = rf"(?P<value>{NUMBER})\s*(?P<stars>{STARS})?(?P<half>{_AND_A_HALF})?(?:\s*{_POINTS})?{_OF_BEST}"
COUNT = rf"{NUMBER}[\s-]*{STARS}(?:{_AND_A_HALF})?"
_NO_UNIT = words_pattern("rating", "no_unit")
UNIT = rf"(?!{_NO_UNIT})[^\W\d_]{{3,}}"  # what stands for stars

# Bullets begin the items of lists, so only a row of them is a rating.
GLYPHS = (
    rf"(?P<signs>(?![●○](?!(?:\s*[●◐○]){{3}}))(?![♥❤♡](?!(?:\s*[♥❤♡]){{2}}))"
    rf"[{FULL}{EMPTY}](?:\s*[{FULL}{HALF}{EMPTY}]|\s?(?:1/2|[.,]5(?!\d)))*)"
)
_MOST = rf"(?P<most>\d{{1,3}}|{SIGN}(?!\w))"
_SHOWN_AGAIN = rf"(?:\s*(?:\(?(?:\s*[{FULL}{HALF}{EMPTY}])+\s*\)?|{STARS}))?"  # "4/5 ★★★★"
_ASTERISKS = r"(?P<signs>\*(?:\s?\*){0,4}(?:\s?(?:½|1/2))?)"
_MARK = r"(?P<value>\d{1,2}(?:[.,]\d{1,2})?)"
_GERMAN = r"\s?\((?:sehr gut|gut|befriedigend|ausreichend|mangelhaft|ungenügend)\)"


class _Form(NamedTuple):
    """One form of a rating.

    Attributes:
        pattern: of the whole text. Its groups: the figures `value`, `part` of one, `best` (a usual one) and
            `most` (any), `signs` that are counted, `stars`, `stars2` where the figures count stars, and `raw`
            where not the whole text is the rating.
        scale, best: of all ratings of this form; None where each says it.
        label: after which alone it is a rating; None where it needs no label.
    """

    pattern: re.Pattern[str]
    scale: str | None = None
    best: float | None = None
    label: re.Pattern[str] | None = None


def _form(
    pattern: str, scale: str | None = None, best: float | None = None, label: str | None = None
) -> _Form:
    whole = re.compile(rf"(?i:{pattern})[\s.!,;:|–—()\[\]]*")
    return _Form(whole, scale, best, None if label is None else re.compile(label, re.I))


_OF_TEN, _OF_FIGURE = (words_pattern("rating", key) for key in ("of_ten", "of_figure"))
_LINE, _LABEL = "", "."  # a line of its own, or after any label; after any label

# The first that fits counts. Asterisks also separate sections and mark notes: they need a best or a label.
_FORMS = (
    _form(rf"{_ASTERISKS}\s*\(?\s*{OF}\s*(?P<most>\*{{4,5}}|[456](?!\d)|{SIGN}(?!\w))", "stars"),
    _form(
        rf"{GLYPHS}(?:\s*[(,–-]?\s*星?{FIGURE}\s*\)?|\s*[(,]?\s*{OF}\s*{_MOST}(?:[\s-]*(?:{STARS}|{_POINTS}))?|"
        rf"\s?\(\s?(?P<again>{NUMBER})\s?{_POINTS}?\s?\))?{_SHOWN_AGAIN}",
        "stars",
    ),
    _form(rf"{GLYPHS}\s?/\s?(?P<most>[{FULL}]{{4,10}})", "stars"),
    _form(FIGURE + _SHOWN_AGAIN),
    _form(rf"{_BEST}\s?{_BEST_FIRST}\s?,?\s?(?P<value>{NUMBER})\s?(?P<stars>{STARS})?{_POINTS}?"),
    _form(rf"(?P<value>{NUMBER})\s?{_POINTS}?\s?\({_BEST}\s?{_BEST_FIRST}\)"),  # "6,5 (10 üzerinden)"
    _form(rf"[滿满]分{_BEST}分,?\s?\D{{0,4}}?(?P<value>\d+(?:\.\d)?|[{HAN}])分"),
    _form(r"(?P<value>\d{1,2})\s?(?P<part>[+\-−–])\s?/\s?(?P<best>10|6|5)"),
    _form(r"(?P<value>\d{1,3}(?:[.,]\d)?)\s?%", "percent", 100.0),
    _form(rf"(?P<value>{NUMBER})[\s-]*{STARS}(?P<half>{_AND_A_HALF})?{_SHOWN_AGAIN}", "stars"),
    _form(words_pattern("rating", "designation"), "designation"),
    _form(r"(?-i:[A-DF])\s?(?:[+\-−–]|plus\b|minus\b)?", "letter"),
    _form(rf"(?P<raw>{FIGURE})\s+{UNIT}(?:\s{UNIT})?", label=_LINE),  # "4 out of 5 rubber ducks"
    _form(
        rf"(?P<value>{NUMBER})\s{UNIT}(?:\s{UNIT})?{_OF_BEST}(?:\s{UNIT})?", label=_LINE
    ),  # "3 1/2 masks (out of 4)"
    # "Betyg: 3 (5)" in the North; "Rating: 4.5 (10)" is of ten votes.
    _form(r"(?P<value>\d{1,2}(?:[.,]5)?)\s?\((?P<best>5|6|10)\)", label="betyg|karakter|arvosana|terning"),
    _form(_MARK + _GERMAN, "marks", 1.0, label=_LABEL),
    _form(rf"(?P<value>{NUMBER})", None, 6.0, label="terningka|terning|dice"),
    _form(rf"(?P<value>{NUMBER})(?P<half>{_AND_A_HALF})?", "stars", label=rf"^{STARS}$"),
    _form(_MARK + r"\s?(?P<part>½|[+\-−–])?", "school", 10.0, rf"^{_OF_TEN}(?: final[ei]?| complessivo)?$"),
    _form(rf"{_ASTERISKS}(?:\s*out of\s*{_MOST})?", "stars", label=_LABEL),
    _form(rf"(?P<value>\d{{1,3}}(?:[.,]\d)?)\s?{_POINTS}", "figure", label=_LABEL),
    _form(r"(?P<value>[3-9]\d|100)[点점]", "figure", label=_LINE),
    _form(r"(?P<value>\d[.,]\d)", "figure", label="^rating$"),  # "Rating: 12" is of a film board
    _form(_MARK, "figure", label=rf"(?!^rating$){_OF_FIGURE}"),
)


@lru_cache(maxsize=5_000)
def parse_rating(printed: str, label: str | None = None) -> Rating | None:
    """Parse a string that is only a rating: "3.5/4", "B+", "★★★½☆", "82 %", "4 stars"; else None.

    Args:
        label: what stands before it, after which more is a rating: "7 von 8", "***1/2", after "Score" also
            "7.5", after "Voto" the school mark "7+"; "" for a line of its own; None for any other string.
    """
    raw = " ".join(printed.split()).strip(_PUNCTUATION).removeprefix("-")
    if raw[:1] + raw[-1:] in ("()", "[]", "（）"):
        raw = raw[1:-1].strip()
    plain = plain_form(raw)
    signed = with_number_signs(plain)
    for form in _FORMS:
        is_asked = form.label is None or (label is not None and form.label.search(label))
        if is_asked and (match := form.pattern.fullmatch(plain if form.scale == "designation" else signed)):
            groups = match.groupdict("")
            part = plain[slice(*match.span("raw"))] if "raw" in groups else None
            rating = _read(form, groups, part or raw, any_best=bool(label) and part is None)
            if rating or form.label is None:
                return rating
    return None


def _read(form: _Form, groups: dict[str, str], raw: str, *, any_best: bool) -> Rating | None:
    """The rating of a text that has a form; None where it contradicts itself or is unusual."""
    if form.scale in ("letter", "designation"):
        return with_score(Rating(raw, scale=form.scale))
    value = parse_number(groups.get("value", "") or groups.get("again", ""))
    if value is not None and groups.get("half"):
        value += 0.5
    most = groups.get("best") or groups.get("most", "")
    best = form.best or (float(len(most)) if most[:1] in _FULL_SIGNS else parse_number(most))
    scale = form.scale or ("stars" if groups.get("stars") or groups.get("stars2") else "points")
    if signs := groups.get("signs"):
        value, shown = _counted(signs, value)
        best = shown if best is None else best
    usual = best in BESTS or (best in _RARE_BESTS and (any_best or scale == "stars"))
    if form.scale is None and not usual:
        return None
    if form.scale == "marks":  # from six down to one
        return with_score(Rating(raw, value, best, 6.0, "marks")) if value and 1 <= value <= 6 else None
    if form.scale == "school":
        value = (value or 0.0) + _FRACTIONS.get(groups["part"], 0.0)
        return make_rating(raw, value, best, None) if value > _OUT_OF_FIVE else None
    if value is not None and (part := groups.get("part")):  # with its best beside it half a point: "8+/10"
        value += 0.5 if part == "+" else _FRACTIONS[part]
    if form.scale == "figure":
        return make_rating(raw, value or None, 100.0 if (value or 0) > _HIGHEST_BEST else None, None)
    return make_rating(raw, value, best, None, scale)


def _counted(signs: str, figure: float | None) -> tuple[float | None, float | None]:
    """The value and the best that signs show; no value where a figure beside them contradicts that."""
    signs = re.sub(r"\s?(?:1/2|[.,]5)", "½", signs)
    full, half, empty = (sum(map(signs.count, kind)) for kind in (FULL + "*", HALF, EMPTY))
    shown = full + half + empty
    best = float(shown) if empty or (shown >= _FULL_ROW and "*" not in signs) else None
    value = full + half / 2
    if (not value and figure is None) or shown > _MOST_SIGNS:  # for readers to click on; several ratings
        return None, best
    if empty == 1 and not half and figure == full + 0.5:  # the half star is printed as an outline
        value, best = figure, best if shown >= _FULL_ROW else None
    return (value if half < 2 and figure in (None, value) else None), best


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
    rf"(?:(?:(?P<figure>\d+(?:\.\d*)?|\.\d+)|(?P<word>{SIGN}|[{HAN}]))(?P<half>{_AND_A_HALF})?)?"
    rf"\s*(?P<part>[½¼¾]|[13]/[24])?"
)


def parse_number(printed: str) -> float | None:
    """The float for "3.5", "3,5", "3½", "3 1/2" or "three and a half"; None for anything else."""
    match = _PARSED_NUMBER.fullmatch(with_number_signs(plain_form(printed)).lower().replace(",", "."))
    if match is None or not match[0]:
        return None
    value = float(match["figure"] or (number_of(match["word"]) if match["word"] else 0))
    return value + (0.5 if match["half"] else 0.0) + _FRACTIONS.get(match["part"] or "", 0.0)


def plain_form(printed: str) -> str:
    """A text with white space folded, wide signs as ASCII, and without invisible characters."""
    return " ".join(printed.translate(_PLAIN).split())
