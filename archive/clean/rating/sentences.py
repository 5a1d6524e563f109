"""Read the critic's rating from sentences: "I give it four out of five", "Four stars, only because ..."."""

from __future__ import annotations

import re

from archive.clean.rating.number_words import ONE, SIGN, TWO, with_number_signs
from archive.clean.rating.scales import COUNT, FIGURE, GLYPHS, parse_rating
from archive.clean.rating.wording import LABEL_CHARS, LABELLED, PrintedRating, names_other_raters
from archive.clean.vocabulary import words_pattern

_GIVEN_IN_SENTENCE = re.compile(
    r"(?:(?<!\w)(?:(?:I|we|I['’](?:d|ll|m|ve)|we['’](?:d|re|ve))\s+"
    rf"(?:(?:would|will|am|are|can|have|only|happily|going|{TWO}|must|had|do)\s+){{0,3}}"
    r"(?:giv(?:e|ing|en)|gave|rat(?:e|ed|ing)|award(?:ed|ing)?|scored?|say)|"
    rf"(?:it|this) (?:gets|earns|receives))(?!\w)|{words_pattern('rating', 'given')})"
    rf"[^.!?★☆]{{0,60}}?\s(?:an? |at |un |{ONE} |einen? |um |het een )?(?P<rest>{GLYPHS}|{FIGURE}|{COUNT})"
    rf"(?=\s*(?:[.,;!?)–—\"”»]|$|(?:and|for|because|und|et|y|e|{ONE})(?!\w)))",
    re.I,
)
_PAST = re.compile(r"(?:gave|given)(?!\w)", re.I)
_REASON = re.compile(rf"(?!{SIGN})[a-zß-öø-ÿа-я]")  # begins a clause that says why, and counts nothing
_CLAUSE_ENDS = re.compile(r"[,;:–—]\s+|\s[–—-]\s")


def rating_in_sentence(text: str) -> PrintedRating | None:
    """The rating that a sentence gives ("I give it four out of five"); "7 out of 10 people" is none."""
    match = _GIVEN_IN_SENTENCE.search(with_number_signs(text))
    rating = parse_rating(text[slice(*match.span("rest"))]) if match else None
    sure = match is None or not _PAST.search(match[0])  # "we gave it four stars" may be another page's
    return PrintedRating(rating, "text", LABELLED, sure) if rating else None


def rating_in_clause(sentence: str) -> PrintedRating | None:
    """The rating that is a clause of a text's last words.

    "So: 4 and a half out of 5 rubber ducks, and a bath": whole numbers may be of dentists. "Four stars, only
    because ...", where it begins the sentence and no name follows, nor another number.
    """
    if names_other_raters(sentence):
        return None
    first, *others = _CLAUSE_ENDS.split(sentence)
    clauses = [clause for clause in (first, *others) if len(clause) <= LABEL_CHARS]
    for words in (part for clause in clauses for part in (clause, clause.partition(" ")[2])):
        rating = parse_rating(words, "")
        if rating and rating.best and rating.value and rating.value % 1:
            return PrintedRating(rating, "text", 1)
    stars = parse_rating(first) if others and len(first) <= LABEL_CHARS else None
    if stars is None or stars.scale != "stars" or not _REASON.match(with_number_signs(others[0])):
        return None
    return PrintedRating(stars, "text", 1, sure=False)
