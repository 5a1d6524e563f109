"""Read the critic's rating from words: "Our rating: 3.5/4", "★★★½☆", "I give it four out of five"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.clean.rating.scales import (
    COUNT,
    FIGURE,
    GLYPHS,
    parse_bare_rating,
    parse_rating,
    parse_school_mark,
)
from archive.model import Rating

LONGEST_RATING = 90  # characters of a run of words that is little but a rating

_GRADE_CHARS = 4  # a text of so few may be a grade alone

_SUM = (
    r"(?P<sum>overall|final|total|episode|season|総合|gesamt|(?:our|my|the|unsere|meine|notre|ma|nuestra|nossa|"
    r"nuestro|nosso|la nostra|il nostro|onze|ons|unser|"
    r"critic['’]?s['’]?|reviewer['’]?s['’]?|editor['’]?s['’]?))"
)

_RATING = (
    r"(?:rating|rated|score|grade|verdict|stars|overall|score final|bewertung|wertung|gesamtwertung|fazit|"
    r"schulnote|urteil|note(?: globale| finale)?|nota(?: final| global)?|評価|採点|評点|点数|"
    r"満足度|おすすめ度|スコア|cotação|puntuación|puntaje|pontuação|"
    r"calificación|valoración|voto(?: finale| complessivo)?|valutazione|avaliação|(?:eind|rapport)?cijfer|"
    r"(?:eind)?(?:be)?oordeel|giudizio|verdetto|veredicto?|beoordeling|waardering)"
)

_LABEL = rf"(?P<label>{_SUM}?\s*(?:(?:film|movie|album|game|book|show|star|review) )?{_RATING})"

# Labels after which a figure alone is a rating.
_FIGURE_LABEL = re.compile(r"score|overall|verdict|total|wertung|punt|pont|評点|スコア", re.I)

_FIGURE_AND_NOUN = re.compile(rf"(?P<figure>{FIGURE})\s+[^\W\d_]+[.!]?$", re.I)  # "4 out of 5 teacups"

LABELLED_RATING = re.compile(rf"^{_LABEL}\s*(?:is\b)?\s*[:：=\-–—|]*\s*(?P<rest>\S.*)$", re.I)

_OWN_NAME = r"(?-i:[A-ZÀ-Þ][\w'’&-]*)"

_NAME_BEFORE = re.compile(rf"^{_OWN_NAME}\s+{_LABEL}\s*[:=–—|-]?\s*(?P<rest>[\d★☆].*)$", re.I)

_NAME_AFTER = re.compile(rf"^(?P<rest>\d[\d.,]*\s*(?:%|/\s*\d+))\s+(?:{_OWN_NAME}\s+)?{_LABEL}$", re.I)

_GIVEN_IN_SENTENCE = re.compile(
    r"\b(?:(?:I|we|I['’]d|we['’]d|I['’]ll|I['’]m|we['’]re)\s+(?:would |will |am |are |can only |happily )?"
    r"(?:give|giving|rate|rating|award|awarding|score|say)|(?:it|this) (?:gets|earns|receives))\b"
    r"[^.!?]{0,60}?\s(?:an? |at )?"
    rf"(?P<rest>{FIGURE}|{COUNT})(?=\s*(?:[.,;!?)–—]|$|and\b|for\b|because\b))",
    re.I,
)

# Words of ratings that are readers' or an aggregator's.
_OTHER_RATERS = re.compile(
    r"\b(?:users?|readers?|viewers?|audience|average|votes?|voted|community|aggregate|rate this|"
    r"your rating|metacritic|metascore|tomatometer|rotten tomatoes|imdb|opencritic|letterboxd|leser(?:n|s|"
    r"wertung)?|stimmen|avis|votos|[\d.,]+\s+(?:\w+ )?(?:ratings?|reviews?))\b",
    re.I,
)

# Characters that every match of `_HINT` has: a faster test, for pages with thousands of text nodes.
_FAST_HINT = re.compile(
    r"[0-9★☆⭐●½%:]|est [Nn]ew|star|tern|toile|trell|stell|humbs|ommended|ust|ritic|out of"
)

_HINT = re.compile(  # in lower case
    r"[★☆⭐●]|[/／]\s?\d|点|best new |\bout of\b|"
    r"\d\s?[½]?\s?(?:stars?|sterne?|étoiles?|estrellas|stelle|sterren)\b|\d\s?%|"
    r"^\s*[a-df]\s?[+\-−–]?\s*$|\b(?:von|sur|su|van de)\s+\d|\b(?:stars?|thumbs)\b|\brecommended\b|"
    r"must[- ]\w+|critic['’]?s|(?:rating|grade|score|verdict|overall|wertung|note|nota|voto|"
    r"cijfer|calificaci[óo]n|puntuaci[óo]n|puntaje|valoraci[óo]n|avalia[çc][ãa]o|valutazione|beoordeling|waardering|評価|採点)"
    r"\w*(?: final[ei]?)?\s*[:：=–—-]|満点"
)

# Designations that are a rating even without a label.
_SURE_DESIGNATION = re.compile(r"thumbs|highly|pick|must[- ]|best new", re.I)


@dataclass(frozen=True, slots=True)
class PrintedRating:
    """A rating printed somewhere on a page.

    Attributes:
        source: `aria`, `glyphs`, `class` or `text`.
        rank: how certain it is that this is the critic's verdict on the whole work: 3 labelled as that,
            2 labelled as a rating or given in a sentence, 1 near the headline, 0 elsewhere.
    """

    rating: Rating
    source: str
    rank: int = 0


def may_hold_rating(text: str) -> bool:
    """Whether a text may hold a rating: a fast test."""
    if len(text) > LONGEST_RATING:
        return "out of" in text or "/" in text
    if len(text) <= _GRADE_CHARS:
        return not text.isspace() and _HINT.search(text.lower()) is not None
    return _FAST_HINT.search(text) is not None and _HINT.search(text.lower()) is not None


def names_other_raters(text: str) -> bool:
    """Whether a text is about readers' ratings or an aggregator's."""
    return _OTHER_RATERS.search(text) is not None


def rating_from_words(text: str, *, trusted: bool, classed: bool = False) -> PrintedRating | None:
    """The rating in a short run of words, with or without a label; None for none.

    Args:
        trusted: the place is such that a bare "7/10" is a rating.
        classed: the place is classed as a rating, so that "82%" and "B+" are ratings, too.
    """
    if names_other_raters(text):
        return None
    return (
        _labelled(text, trusted=trusted)
        or _with_outlet_name(text, classed=classed)
        or _bare(text, trusted=trusted, classed=classed)
    )


def _labelled(text: str, *, trusted: bool) -> PrintedRating | None:
    """A rating after a label: "Our rating: 3.5/4"."""
    match = LABELLED_RATING.match(text)
    rating = (
        _first_rating(match["rest"]) or parse_school_mark(match["label"], match["rest"]) if match else None
    )
    if match and rating is None:
        with_figure = trusted and _FIGURE_LABEL.search(match["label"]) is not None
        rating = parse_bare_rating(match["rest"], with_figure=with_figure)
    if match is None or rating is None:
        return None
    if rating.scale == "letter" and len(rating.raw) == 1 and match["label"].lower() == "rating":
        return None  # "Rating: A" is the age rating of a film board
    return PrintedRating(rating, "text", 3 if match["sum"] or "overall" in match["label"].lower() else 2)


def _with_outlet_name(text: str, *, classed: bool) -> PrintedRating | None:
    """A rating labelled with the outlet's name: "Gazette score 8/10", "82% Gazette rating"."""
    before, after = _NAME_BEFORE.match(text), _NAME_AFTER.match(text)
    rest = (before and (classed or "/" in before["rest"]) and before["rest"]) or (after and after["rest"])
    rating = _first_rating(rest) if rest else None
    return PrintedRating(rating, "text", 2) if rating and rating.value is not None else None


def _first_rating(rest: str) -> Rating | None:
    """The rating that a text begins with, alone or before a separator."""
    for part in (rest, re.split(r"\s*[|•·;,]\s*|\s[–—-]\s|\s\((?!out of)", rest)[0]):
        if rating := parse_rating(part):
            return rating
    counted = _FIGURE_AND_NOUN.match(rest)
    return parse_rating(counted["figure"]) if counted else None


def _bare(text: str, *, trusted: bool, classed: bool) -> PrintedRating | None:
    """A rating without a label."""
    counted = _FIGURE_AND_NOUN.match(text) if trusted or classed else None  # "4 van de 5 ballen"
    rating = parse_rating(text) or (parse_rating(counted["figure"]) if counted else None)
    if rating is None:
        return None
    glyphs = re.match(GLYPHS, rating.raw) is not None
    if rating.scale == "designation":
        sure = classed or _SURE_DESIGNATION.search(rating.raw) is not None
    elif rating.scale in ("letter", "percent"):
        sure = classed
    else:
        sure = glyphs or trusted or (rating.scale == "stars" and rating.best is not None)
    return PrintedRating(rating, "glyphs" if glyphs else "text") if sure else None


def rating_in_sentence(text: str) -> PrintedRating | None:
    """The rating that a sentence gives ("I give it four out of five"); "7 out of 10 people" is none."""
    match = _GIVEN_IN_SENTENCE.search(text)
    rating = parse_rating(match["rest"]) if match else None
    return PrintedRating(rating, "text", 2) if rating else None
