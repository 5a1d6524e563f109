"""The name of a work in a headline, checked against the text that repeats it. Strings only."""

from __future__ import annotations

import re

from archive.clean.kind.vocabulary import COVERAGE, FORMAT, says_review
from archive.clean.work.names import (
    KEPT_NAMING,
    LONGEST_NAME,
    NAME,
    NO_NAME,
    QUOTED,
    YEAR_AFTER,
    Telling,
    clean_name,
    is_name,
)
from archive.model import Medium

_PART = r"(?:(?:season|series|episode|staffel|saison|temporada)\s+[\w.]+(?:,?\s+episodes?\s+[\w–-]+)?)"

_OF = (
    r"(?:review of|recensione di|kritik (?:zu|von)|critique d[eu]|crítica d[eo]|reseña de|análisis de|"
    r"rezension zu|recensie van|boekbespreking|test d[eu]|análise d[eo]|resenha d[eo])"
)

# A headline's ways to name a work; group 1 is where the name is.
_PHRASES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:{FORMAT}\s+)*\w*(?:{COVERAGE}|test)\s*[:|–—-]+\s*(?:in |em |en )?(.+)$",
        rf"^(.+?)[\s,:|–—-]+(?:la |die |le |l['’]|the |an? )?"
        rf"(?:\(?{FORMAT}\)?\s+|{_PART}\s+)*{COVERAGE}(?:ed)?\b",
        rf"\b{_OF}\s+(.+)$",
        r"\b(?:expect(?:ations?|ing)?|hop(?:es?|ing))\s+(?:(?:from|of|for)\s+)+(.+)$",
        r"^(.+?)[\s:|,–—-]+(?:first impressions|the .{0,20}verdict|is coming|renewed|cancel+ed)\b",
        r"\b(?:esperar|esperamos|erwartet|attendre|verwachten) (?:d[aeo]s? |van |von )?"
        r"(?:.{0,40} d[aeo]s? )?(.+)$",
        r"^(?:(?:watch|the|first|new|official|latest)\s+)*(.+?)\s+(?:trailer|teaser)\b",
        r"^(.+?)[\s:|–—-]+everything (?:we|you need to|to) know\b",
        r"\beverything (?:we|you need to|to) know (?:so far )?about\s+(.+)$",
        r"\b(?:trailer|teaser|first look)\s+(?:for|at|of)\s+(.+)$",
        r"\bthe making of\s+(.+)$",
        r"^is\s+(.+?)\s+(?:worth|any good|good|on netflix|streaming|a sequel|based)\b",
    )
)

_OF_REVIEWS = (
    2  # the first so many phrases: what stands there is a name even where the text does not repeat it
)

_BRACKETED = re.compile(r"『(?P<name>[^『』]{1,40})』")  # set round the name of a work, and nothing else

_HEADED = re.compile(r"【[^【】]{0,8}(?:レビュー|評|感想)】\s*(?P<name>[^【】『』「」|｜。、！？]{1,30})$")

_AFTER_NOUN = (
    r"(?:film|movie|album|single|song|novel|book|play|series|show|game|musical|podcast|tráiler de|trailer de|"
    r"trailer for|película|série|disco|roman|livre)"
)

_NAMED_SO = re.compile(rf"\b{_AFTER_NOUN}(?=\s+[‘'“\"«„])", re.I)

_BY = re.compile(r"\s*,?\s+(?:by|von|van)\s+(?:[A-ZÀ-Þ][\w.'’-]*\s*){1,4}$")

_PART_AFTER = re.compile(
    r"[\s,:–—-]+(?:S\d+\s?E\d+|(?:the )?(?:season|series|episode|staffel|saison|temporada)\s+\w+|"
    r"(?:the )?\w+ (?:season|series))$",
    re.I,
)

_SPOKEN = re.compile(r"^(?:I|We|You|Ich|Wir|Je|Yo|Eu|Io|Ik)\b|[.!?]$")

_MAKER_BEFORE = re.compile(r"^[A-ZÀ-Þ][^:–—,]{2,40}?(?::|\s[–—-]|,)\s+(?=[A-ZÀ-Þ0-9])")

_MEDIUM_BEFORE = re.compile(rf"^(?:{FORMAT}|gig)\s*:\s+", re.I)

_ANNOUNCED = re.compile(r"^(?:(?:watch|the|new|first|official|latest)\s+)+(?=[A-Z0-9])", re.I)

_SET_OFF = re.compile(rf"\s*[,:–—|]\s*(?:la |die |le |l['’])?{COVERAGE}\b", re.I)  # "X : critique d'un polar"

_YEAR_LAST = re.compile(r"\s+(?:1[89]|20)\d\d$")

_STATED = re.compile(rf"{NAME}\s+(?:is|are|isn['’]t|aren['’]t)\s+(?:an?|the|not|no|more|less)\b")

_LIVE = re.compile(r"\b(?:gig|live|concert|konzert\w*|concerto)\b", re.I)

_SURE = re.compile(r"\b(?:trailers?|teasers?|tráiler|bande-annonce)\b|『", re.I)

_BEFORE_QUOTE = re.compile(rf"^(?:(?:watch|the|first|new|official|{FORMAT})\s+)+(?=[‘'“\"])", re.I)

_TITLE_CASE = re.compile(r"[A-ZÀ-Þ0-9]\S*(?:\s+(?:[A-ZÀ-Þ0-9&]\S*|\w{1,3}|and|the|from|with))*$")

_SPACED_DASH = re.compile(r"\s+[–—-]+\s+")

_SHORT_NAME = 7  # words


def name_in_headline(
    title: str,
    told: Telling,
    medium: Medium | None,
    *,
    reviewed: bool = False,
    rated: bool = False,
) -> str | None:
    """The work that a headline names: by its phrase ("X review"), in quotation marks, or as all of it.

    Args:
        reviewed: whether the page stands among reviews: its headline speaks of the work, and it is enough
            that the text says it once.
        rated: whether the page also gives a rating: a short headline may then be the name and nothing else.
    """
    if bracketed := _BRACKETED.search(title) or _HEADED.search(title):
        return bracketed["name"].strip()
    named = _quoted_so(title) or (_quoted_name(title) if reviewed else None)
    if named:
        return named
    name = _phrased(title, told, medium) or _quoted(title, told, least=1 if reviewed else 2)
    name = name or (_stated(title, told, rated) if reviewed else None)
    if name:
        return name
    whole = YEAR_AFTER.sub("", title)
    if is_name(whole) and told.mentions(whole) >= (1 if reviewed else KEPT_NAMING):
        return whole
    begun = _begun(_without_maker(title, medium), told) if reviewed else None
    return begun or (_whole(title, told, medium) if reviewed and rated else None)


def name_reviewed(title: str, shown: str) -> str | None:
    """A headline that is a name and nothing else, where the page's `<title>` says that it reviews that."""
    name = _YEAR_LAST.sub("", YEAR_AFTER.sub("", title))
    whole = says_review(shown) and not says_review(title) and name in shown and name != shown
    return name if whole and len(name.split()) <= _SHORT_NAME and is_name(name) else None


def is_of_concert(title: str) -> bool:
    """Whether a review's headline speaks of a concert: an evening, and no work."""
    return _LIVE.search(title) is not None


def is_sure(title: str) -> bool:
    """Whether a headline makes it sure that what it names is a work, whatever its medium."""
    return _SURE.search(title) is not None or (says_review(title) and _quoted_name(title) is not None)


def _quoted_so(title: str) -> str | None:
    """What a headline puts in quotation marks right after saying what it is: the new album “X”."""
    said = _NAMED_SO.search(title)
    found = QUOTED.match(title, said.end()) if said else None
    return clean_name(found["name"]) if found and is_name(clean_name(found["name"])) else None


def _quoted_name(title: str) -> str | None:
    """The one thing that a review's headline puts in quotation marks, if nobody said it."""
    quoted = [clean_name(found["name"]) for found in QUOTED.finditer(title)]
    names = [
        name
        for name in quoted
        if is_name(name) and not _SPOKEN.search(name) and len(name.split()) <= _SHORT_NAME
    ]
    return names[0] if len(quoted) == len(names) == 1 else None


def _stated(title: str, told: Telling, rated: bool) -> str | None:
    """What the headline of a verdict says something of: "Pinball Cathedral is a mess"."""
    found = _STATED.match(title)
    name = found["name"] if found else ""
    return name if is_name(name) and (told.mentions(name) or (rated and " " in name)) else None


def _whole(title: str, told: Telling, medium: Medium | None) -> str | None:
    """A short headline that is a name and nothing else, medium or maker before it, year behind."""
    whole = YEAR_AFTER.sub("", title)
    name = _without_maker(_BY.sub("", _MEDIUM_BEFORE.sub("", whole)), medium)
    head, mark, _ = name.partition(": ")
    if mark and medium == "tv" and told.mentions(head) > 1 and not told.mentions(name):  # a recap's headline
        return head
    dated = whole != title and is_name(name) and len(name.split()) <= _SHORT_NAME
    return name if dated or _is_short_name(name) else None


def _is_short_name(name: str) -> bool:
    return len(name.split()) <= _SHORT_NAME and is_name(name) and _TITLE_CASE.match(name) is not None


def _without_maker(name: str, medium: Medium | None) -> str:
    """ "Artist: Album" of music, "Author, Book" of books; other works have a colon in their names."""
    return _MAKER_BEFORE.sub("", name) if medium in ("music", "book") else name


def _begun(title: str, told: Telling) -> str | None:
    """The beginning of a headline, two words of weight or more, that the text's opening says again."""
    opening = Telling(told.opening)
    words = title.split()[:LONGEST_NAME]
    for end in range(len(words), 1, -1):
        name = clean_name(" ".join(words[:end]))
        weight = sum(word[0].isupper() and word.lower() not in NO_NAME for word in name.split())
        if weight > 1 and is_name(name) and opening.mentions(name):
            return name
    return None


def _phrased(title: str, told: Telling, medium: Medium | None) -> str | None:
    for order, pattern in enumerate(_PHRASES):
        found = pattern.search(title)
        if found is None:
            continue
        raw = _BEFORE_QUOTE.sub("", found[1].strip())
        if quoted := QUOTED.match(raw):
            return clean_name(quoted["name"])
        raw = _PART_AFTER.sub("", _BY.sub("", clean_name(YEAR_AFTER.sub("", raw))))
        unannounced = _ANNOUNCED.sub("", raw)
        if unannounced != raw and told.mentions(unannounced) > told.mentions(raw):
            raw = unannounced
        unmade = _without_maker(raw, medium) if medium == "music" and order < _OF_REVIEWS else raw
        if unmade != raw and _is_short_name(unmade):
            return unmade
        if name := _attested(raw, told, medium):
            return name
        if (
            order < _OF_REVIEWS
            and (_is_short_name(raw) or (is_name(raw) and _is_set_off(title, found)))
            and len(raw.split()) <= _SHORT_NAME
            and (" " in raw or told.mentions(raw))
        ):
            return raw
    return None


def _is_set_off(title: str, found: re.Match[str]) -> bool:
    """Whether what a headline names stands apart from what it says of it, by a mark or a year in brackets."""
    return bool(_SET_OFF.match(title, found.end(1)) or YEAR_AFTER.search(found[1]))


def _attested(raw: str, told: Telling, medium: Medium | None) -> str | None:
    """A headline says more than a name: as much of its beginning as the text repeats."""
    _, _, rest = _SPACED_DASH.sub(": ", raw).partition(": ")
    if medium == "music" and rest and told.mentions(rest):  # "Artist: Album"
        return rest
    words = raw.split()[:LONGEST_NAME]
    for end in range(len(words), 0, -1):
        name = clean_name(" ".join(words[:end]))
        if is_name(name) and told.mentions(name):
            head = _SPACED_DASH.split(name)[0]  # "X - a John Y spin-off"
            return head if told.mentions(head) >= KEPT_NAMING * told.mentions(name) else name
    return None


def _quoted(title: str, told: Telling, *, least: int) -> str | None:
    """The one quoted name that the text repeats; other quotation marks hold what people said."""
    quoted = {clean_name(found["name"]) for found in QUOTED.finditer(title)}
    named = [name for name in quoted if is_name(name) and told.mentions(name) >= least]
    return named[0] if len(named) == 1 else None
