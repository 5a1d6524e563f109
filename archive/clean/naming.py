"""The name of a work in a headline or an opening, checked against the text that repeats it. Strings only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from archive.model import Medium

_FORMAT = (
    r"(?:film|movie|tv|tv show|television|series|show|season|album|ep|single|song|track|music|game|"
    r"video ?game|book|novel|theatre|theater|stage|play|musical|broadway|podcast|4k|uhd|blu-?ray|dvd|"
    r"netflix|hbo|early|advance|first|spoiler[- ]free|pc|ps5|ps4|switch(?: 2)?|xbox(?: series x)?|concert|"
    r"live|festival|sundance|cannes|tiff|sxsw|venice|berlinale)"
)
_PART = r"(?:(?:season|series|episode|staffel|saison|temporada)\s+[\w.]+(?:,?\s+episodes?\s+[\w–-]+)?)"
_COVERAGE = (
    r"(?:review|recap|preview|trailer|teaser|ending explained|explained|kritik|filmkritik|rezension|"
    r"critique|crítica|reseña|recensione|recensie|análisis|análise|resenha|bespreking|レビュー|評)"
)
_OF = (
    r"(?:review of|recensione di|kritik (?:zu|von)|critique d[eu]|crítica d[eo]|reseña de|análisis de|"
    r"rezension zu|recensie van|boekbespreking|test d[eu]|análise d[eo]|resenha d[eo])"
)
# A headline's ways to name a work; group 1 is where the name is.
_PHRASES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:{_FORMAT}\s+)*\w*(?:{_COVERAGE}|test)\s*[:|–—-]+\s*(?:in |em |en )?(.+)$",
        rf"^(.+?)[\s,:|–—-]+(?:la |die |le |l['’]|the |an? )?"
        rf"(?:\(?{_FORMAT}\)?\s+|{_PART}\s+)*{_COVERAGE}(?:ed)?\b",
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
_QUOTED = re.compile(
    r"(?:^|[\s(])[‘'“\"«„]\s?(?P<name>[^‘’“”\"«»„]{2,60}?)\s?[’'”\"»“](?=[\s:,.;?!)]|['’]s\b|$)"
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
_MEDIUM_BEFORE = re.compile(rf"^(?:{_FORMAT}|gig)\s*:\s+", re.I)
_REVIEWED = re.compile(rf"(?<!in )(?<!peer )(?<!under )(?:\b|\w*){_COVERAGE}(?:ed|s)?(?!\w)", re.I)
_ANNOUNCED = re.compile(r"^(?:(?:watch|the|new|first|official|latest)\s+)+(?=[A-Z0-9])", re.I)
_SET_OFF = re.compile(
    rf"\s*[,:–—|]\s*(?:la |die |le |l['’])?{_COVERAGE}\b", re.I
)  # "X : critique d'un polar"
_LIVE = re.compile(r"\b(?:gig|live|concert|konzert\w*|concerto)\b", re.I)
_SURE = re.compile(r"\b(?:trailers?|teasers?|tráiler|bande-annonce)\b|『", re.I)
_NO_REVIEWS = re.compile(r"\b(?:recap|preview|trailer|teaser|explained)\b", re.I)
_GENERIC = re.compile(rf"(?:(?:{_FORMAT}|{_COVERAGE})s?\s*)+", re.I)
_BEFORE_QUOTE = re.compile(rf"^(?:(?:watch|the|first|new|official|{_FORMAT})\s+)+(?=[‘'“\"])", re.I)
_YEAR_AFTER = re.compile(r"\s*[(\[](?P<year>(?:1[89]|20)\d\d)[)\]]\s*$")

_NOUN = (
    r"(?:film|movie|feature|spin-?off|sequel|prequel|remake|reboot|biopic|documentary|thriller|comedy|"
    r"drama|horror|western|rom-?com|series|miniseries|sitcom|show|season|album|record|ep|lp|single|game|"
    r"rpg|shooter|platformer|novel|novella|memoir|book|play|musical|opera|ballet|podcast|adaptation|anime|"
    r"epic|fantasy|mystery)"
)
_NOUN_NAMES: dict[Medium, str] = {
    "film": "film movie biopic documentary",
    "tv": "series miniseries sitcom show season",
    "music": "album record ep lp single",
    "game": "game rpg shooter platformer",
    "book": "novel novella memoir book",
    "stage": "play musical opera ballet",
    "podcast": "podcast",
}
_NOUN_MEDIUM = {noun: medium for medium, nouns in _NOUN_NAMES.items() for noun in nouns.split()}
_OTHER_NOUN = (
    r"(?:company|studio|director|actor|actress|star|writer|author|producer|band|singer|rapper|artist|"
    r"platform|streamer|network|publisher|developer|critic|site|man|woman|who|which|that|to|of|for|with|by|"
    r"behind|at)"
)
_CAPITAL = r"[A-Z0-9][\w'’.&!-]*"
_LINK = r"(?:(?:of|the|and|a|in|to|for|on|de|la|le|at|&|with|from|vs\.?) )*"
_NAME = rf"(?P<name>{_CAPITAL}(?:[ :]+{_LINK}{_CAPITAL}){{0,7}})"
_BETWEEN = rf"(?:(?!{_OTHER_NOUN}\b)[\w'’,-]+\s+){{0,6}}?"
_MAKER = r"(?:star|director|maker|critic|actor|writer|author|company|studio|producer|fans?)"
_WORK = rf"{_BETWEEN}{_NOUN}\b(?!\s+{_MAKER}\b)"
_OPENINGS = (
    re.compile(
        rf"(?:^|[.!?…]['\"”’]?\s+|\babout\s+){_NAME}\s*(?:\(\d{{4}}\)\s*)?(?:,\s+)?"
        rf"(?:is|was|isn['’]t|marks|arrives as)\s+(?:not\s+)?{_WORK}"
    ),
    re.compile(rf"{_NAME},\s+(?:the|a|an|his|her|their)\s+{_WORK}"),
)
_DATED = re.compile(rf"{_NAME}\s+[(\[](?:1[89]|20)\d\d[)\]]")

_SMALL_WORDS = "of the and a an in is to for on at with from de la le der die das und et y e"
_OTHER_WORDS = (
    "it this that he she they there what who here which i we you but if so how why when where are can best "
    "new top first last all our my his her their not no one two three more most"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_NO_NAME = _SMALL.union(_OTHER_WORDS.split())
_TITLE_CASE = re.compile(r"[A-ZÀ-Þ0-9]\S*(?:\s+(?:[A-ZÀ-Þ0-9&]\S*|\w{1,3}|and|the|from|with))*$")
_SPACED_DASH = re.compile(r"\s+[–—-]+\s+")
_WORD = re.compile(r"[^\W_]+")
_MARKS = " :,;.–—-‘’'“”\"«»„("
_LONGEST_NAME, _SHORT_NAME = 12, 7  # words
_OPENING = 700  # characters
_KEPT_NAMING = 3  # mentions


class Telling:
    """How often a text names something, in the same letters; marks between words do not count."""

    def __init__(self, text: str) -> None:
        self.opening = text[:_OPENING]
        self._words = f" {' '.join(_WORD.findall(text))} "

    def mentions(self, name: str) -> int:
        words = " ".join(_WORD.findall(name))
        return self._words.count(f" {words} ") if words else 0

    def keeps_naming(self, name: str) -> bool:
        return self.mentions(name) >= _KEPT_NAMING


def name_in_headline(
    title: str, told: Telling, medium: Medium | None, *, reviewed: bool = False, rated: bool = False
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
    if name:
        return name
    whole = _YEAR_AFTER.sub("", title)
    if is_name(whole) and told.mentions(whole) >= (1 if reviewed else _KEPT_NAMING):
        return whole
    begun = _begun(_without_maker(title, medium), told) if reviewed else None
    return begun or (_whole(title, medium) if reviewed and rated else None)


def says_review(title: str) -> bool:
    """Whether a headline calls its page a review."""
    return _REVIEWED.search(title) is not None and not _NO_REVIEWS.search(title)


def is_of_concert(title: str) -> bool:
    """Whether a review's headline speaks of a concert: an evening, and no work."""
    return _LIVE.search(title) is not None


def is_sure(title: str) -> bool:
    """Whether a headline makes it sure that what it names is a work, whatever its medium."""
    return _SURE.search(title) is not None or (says_review(title) and _quoted_name(title) is not None)


def _quoted_so(title: str) -> str | None:
    """What a headline puts in quotation marks right after saying what it is: the new album “X”."""
    said = _NAMED_SO.search(title)
    found = _QUOTED.match(title, said.end()) if said else None
    return clean_name(found["name"]) if found and is_name(clean_name(found["name"])) else None


def _quoted_name(title: str) -> str | None:
    """The one thing that a review's headline puts in quotation marks, if nobody said it."""
    quoted = [clean_name(found["name"]) for found in _QUOTED.finditer(title)]
    names = [
        name
        for name in quoted
        if is_name(name) and not _SPOKEN.search(name) and len(name.split()) <= _SHORT_NAME
    ]
    return names[0] if len(quoted) == len(names) == 1 else None


def _whole(title: str, medium: Medium | None) -> str | None:
    """A short headline that is a name and nothing else, medium or maker before it, year behind."""
    whole = _YEAR_AFTER.sub("", title)
    name = _without_maker(_BY.sub("", _MEDIUM_BEFORE.sub("", whole)), medium)
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
    words = title.split()[:_LONGEST_NAME]
    for end in range(len(words), 1, -1):
        name = clean_name(" ".join(words[:end]))
        weight = sum(word[0].isupper() and word.lower() not in _NO_NAME for word in name.split())
        if weight > 1 and is_name(name) and opening.mentions(name):
            return name
    return None


def medium_said(name: str, told: Telling) -> Medium | None:
    """What the opening calls the name: "X is the best horror film", "the game is called X"."""
    named, noun = re.escape(name), rf"(?P<noun>{'|'.join(_NOUN_MEDIUM)})\b"
    patterns = (
        rf"{named}['’”\"“»]?,?\s+(?:is|was|isn['’]t|the|a|an)\s+{_BETWEEN}{noun}(?!\s+{_MAKER}\b)",
        rf"\b{noun}\s+(?:is\s+|was\s+)?(?:called|titled|entitled)\s+{named}",
    )
    found = next((match for one in patterns if (match := re.search(one, told.opening))), None)
    return _NOUN_MEDIUM[found["noun"]] if found else None


def name_in_opening(told: Telling) -> str | None:
    """What the opening sentences call a film, an album ..., and the text keeps naming."""
    for pattern in _OPENINGS:
        for line in told.opening.splitlines():
            for found in pattern.finditer(line):
                name = _repeated(found["name"], told)
                if name:
                    return name
    return None


def name_set_apart(marked: Iterable[str], told: Telling) -> str | None:
    """The name in italics (`marked`), in quotes or with its year that the text repeats most by far."""
    names = {found["name"] for pattern in (_QUOTED, _DATED) for found in pattern.finditer(told.opening)}
    names = {name for one in (*names, *marked) if is_name(name := one.strip(_MARKS))}
    counted = [*Counter({name: told.mentions(name) for name in names}).most_common(2), ("", 0), ("", 0)]
    (name, most), (_, second) = counted[:2]
    return name if most >= _KEPT_NAMING and most >= 2 * second and name in told.opening else None


def year_of(name: str, *texts: str) -> int | None:
    """The year printed in brackets right after the name."""
    pattern = re.compile(re.escape(name) + r"['’”\"]?\s*[(\[]((?:1[89]|20)\d\d)[)\]]")
    found = next((match for text in texts if (match := pattern.search(text))), None)
    return int(found[1]) if found else None


def part_year(name: str) -> tuple[str, int | None]:
    """ "Heat (1995)" as ("Heat", 1995)."""
    found = _YEAR_AFTER.search(name)
    return (name[: found.start()], int(found["year"])) if found else (name, None)


def is_name(name: str) -> bool:
    """Whether a string may be the name of a work: short, with a capital, not a lone small word."""
    words = name.split()
    if not 0 < len(words) <= _LONGEST_NAME or words[-1].lower() in _SMALL:
        return False
    if not (name[0].isupper() or name[0].isdigit()) or (len(words) > 1 and _GENERIC.fullmatch(name)):
        return False
    return len(words) > 1 or not (name.lower() in _NO_NAME or (name.isdigit() and len(name) < 3))


def clean_name(name: str) -> str:
    """Without the marks around it."""
    return " ".join(name.split()).strip(_MARKS)


def _phrased(title: str, told: Telling, medium: Medium | None) -> str | None:
    for order, pattern in enumerate(_PHRASES):
        found = pattern.search(title)
        if found is None:
            continue
        raw = _BEFORE_QUOTE.sub("", found[1].strip())
        if quoted := _QUOTED.match(raw):
            return clean_name(quoted["name"])
        raw = _PART_AFTER.sub("", _BY.sub("", clean_name(_YEAR_AFTER.sub("", raw))))
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
    return bool(_SET_OFF.match(title, found.end(1)) or _YEAR_AFTER.search(found[1]))


def _attested(raw: str, told: Telling, medium: Medium | None) -> str | None:
    """A headline says more than a name: as much of its beginning as the text repeats."""
    _, _, rest = _SPACED_DASH.sub(": ", raw).partition(": ")
    if medium == "music" and rest and told.mentions(rest):  # "Artist: Album"
        return rest
    words = raw.split()[:_LONGEST_NAME]
    for end in range(len(words), 0, -1):
        name = clean_name(" ".join(words[:end]))
        if is_name(name) and told.mentions(name):
            head = _SPACED_DASH.split(name)[0]  # "X - a John Y spin-off"
            return head if told.mentions(head) >= _KEPT_NAMING * told.mentions(name) else name
    return None


def _quoted(title: str, told: Telling, *, least: int) -> str | None:
    """The one quoted name that the text repeats; other quotation marks hold what people said."""
    quoted = {clean_name(found["name"]) for found in _QUOTED.finditer(title)}
    named = [name for name in quoted if is_name(name) and told.mentions(name) >= least]
    return named[0] if len(named) == 1 else None


def _repeated(name: str, told: Telling) -> str | None:
    """The longest beginning of a run of capitalised words that the text keeps naming."""
    words = name.split()
    for end in range(len(words), 0, -1):
        shorter = clean_name(" ".join(words[:end]))
        if is_name(shorter) and told.keeps_naming(shorter):
            return shorter
    return None
