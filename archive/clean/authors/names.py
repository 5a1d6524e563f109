"""Split a printed byline into names. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.clean.authors.labels import BY, ROLE, ROLE_ENDING, ROLE_FIELD
from archive.clean.authors.organisations import is_agency, is_desk

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?,?\s+(?=\d))"

# Labels of the date of publication or of a change, in the languages that we read.
_DATED = (
    r"(?:published|updated|posted|modified|veröffentlicht|erschienen|aktualisiert|geändert|publiée?|mise?\sà\sjour"
    r"|modifiée?|publicad[oa]|postad[oa]|actualizad[oa]|modificad[oa]|atualizad[oa]|pubblicat[oa]|aggiornat[oa]|modificat[oa]"
    r"|gepubliceerd|geplaatst|bijgewerkt|gewijzigd)\b|发表于|发布于|投稿日|公開日"
)

_LEAD = re.compile(
    r"[\s\-–—|•·:,*©]+|(?:about\sthe\sauthor|(?:view\sall\s)?(?:articles|posts)\sby)\s+(?=[A-Z])", re.I
)

# What ends a byline: a separator, a date, a read time, a URL, a button, another's part.
_END = re.compile(
    rf"""\s*(?:[|•·⋅∙►▪｜]|\s[-–—]+\s|\s/\s|//
    |(?:first\s|originally\s|last\s|date\s|zuletzt\s)?{_DATED}.*
    |\b(?:edited|(?:\w+ly\s)?reviewed|fact[\s-]checked|verified|photograph(?:y|ed|s)|photos?|fotos?|images?|illustrat\w+)\s*(?:by|von|par|por|:).*
    |\b(?:on|at|am|le|el|il)\s(?=\d|{_DAY}|{_MONTH}\s\d)
    |\b{_MONTH}\s+\d.*|\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH}.*|\b{_DAY}.*
    |\d+\s*[-\s]?min.*|\d+\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b.*
    |\b(?:about|over|almost)?\s*\b(?:an?|one|\d+)\s+(?:hour|day|week|month|year)s?\sago.*
    |\b\d{{1,4}}[-/.]\d.*|\b(?:19|20)\d\d\b.*|\d+年.*|\S+@\S+.*|https?:.*|\bwww\..*
    |\b(?:follow|share|view|see|read)\s(?:on|us|this|all|more|profile|full|their|his|her|me)\b.*|\bcomments?\b.*
    |\b(?:all|alle|mehr|more|weitere|tous|toutes|todos|tutti)\s(?:les\s|los\s|gli\s)?(?:art[iíy]\w+|posts?|beiträge|stories)\b.*
    |(?:写真|撮影|構成|編集|翻訳|责任编辑|编辑|来源|摄影|翻译|사진|발행|입력)\s*[:：／/＝=・].*)""",
    re.I | re.X,
)

# What ends a name in a printed line and begins a description of the author.
_ASIDE = re.compile(
    r"\s+(?:(?:in|for|from|of|at|à|aus|bei|desde|en|em|da)\s(?=[A-ZÀ-Þ])|via\s|dans\b|special\sto\s|is\s(?:an?|the)\b|has\b|about\b|who\b)"
)

_SPLIT = re.compile(
    r"\s*(,|;|&|\+|、|，|／|\bund\b|\band\b|\bet\b|\bwith\b|\ben\b|\bog\b|\boch\b|(?<=\w)\s+(?-i:[eyiи]\s+(?=[^\Wa-z\d_])))\s*",
    re.I,
)

# Letters after a name, by their shape: two capitals or more, at most two small ones ("MD", "Ph.D.", "PsyD").
_LETTERS = re.compile(
    r"(?=(?:[^A-Z]*[A-Z]){2})(?!(?:[^a-z]*[a-z]){3})[A-Z][.-]?(?:[A-Za-z][.\s-]?){1,6}®?|(?i:jr|sr|iii?|iv)\.?|Esq\.?",
)

# A firm in an author field is the publisher.
_FIRM = re.compile(r"\s(?:inc|llc|pllc|llp|ltd|gmbh|corp|pc|b\.?v)\.?$", re.I)

_NO_NAME = re.compile(
    r"""^(?:\w?_?admin\w*|administrator|administrador|editor|authors?|by-?line|guest(?:\sauthor|\spost)?|user|unknown|anonymous|none|null|undefined|nan|root|webmaster|test|home|blog
    |news|contact|log\s?in|subscribe|newsletter|read|share|menu|search|more|by|written|posted|published|updated|comments?|wordpress|super\s?user|default
    |public|view|profile|bio|website|web\sdesigner|facebook|twitter|linkedin|instagram|youtube|pinterest|email|e-mail|print|save|follow|advertisement|sponsored
    |reviews?|table\sof\scontents|about(?:\s.*)?|here|us|you|me|it|the|this|tags?|category|categories|articles?|posts?|people|company|overview|insights?|resources?
    |contributors?|meet\s.*|our\s(?:team|people|story)|read\smore|see\smore|learn\smore|date|editorial|disclosure|all|written\sby|x|name\W*|your\sname|faculty|head
    |webteam|cc\b.*|bluesky|blue\ssky|mastodon|github|flipboard|reddit|tiktok|threads|rss|whatsapp|telegram|pocket|medium|substack|tumblr|vimeo|spotify
    |kontakt|impressum|datenschutz|startseite|weiterlesen|accueil|inicio|contacto|edit|reply|next|previous|related\s.*|find\s.*|browse\s.*|member\slogin|uncategori[sz]ed|autor(?:in|a)?|auteur|redakteur|site|owner|@\w+|no\sauthor
    |通過|通过|未知|佚名|匿名|本站|管理员|管理者|管理人|운영자|관리자|админ\w*|администратор|автор|неизвестно)$""",
    re.I | re.X,
)

_PARTICLES = frozenset((
    "de", "da", "do", "dos", "das", "di", "del", "della", "der", "den", "van", "von", "zu", "zur", "af",
    "av", "bin", "ibn", "al", "el", "la", "le", "du", "des", "y", "e", "ter", "ten", "of", "the", "for",
    "and", "in", "on", "to",
))  # fmt: skip

# Words of headings, buttons and sentences, which are near dates, too.
_NO_PERSON = re.compile(
    rf"\b(?:{_DATED}|the|your|our|how|what|why|all|read(?:ing)?|time|share|view|table|contents?|update|joined|"
    r"blogs?|news(?:letters?)?|guides?|home|reviews?|menu|more|about|contact|back|next|download|get|book|free|key|best|"
    r"takeaways?|top|in|on|to|of|and|for|press|release|request|information|insights?|resources?|articles?|posts?|"
    r"stories|products?|company|events?|stud(?:y|ies)|papers?|webinars?|podcasts?|videos?|subscribe|sign|log|privacy|"
    r"policy|terms|search|login|photos?|tips|llc|pllc|llp|inc|ltd|gmbh|corp|films?|movies?|music|games?|books?|albums?|"
    r"culture|entertainment|interviews?|features?|tv|leave|reply|comments?|category|tags?|filed|under|copyright|kritik\w*)\b",
    re.I,
)

# The field of a role ("Head of Marketing and Development"). Also in names of institutions, so it counts only
# in a printed line.
_FIELD = re.compile(
    r"\b(?:marketing|content|operations|security|privacy|research|development|sales|candidate|product|strategy)\b",
    re.I,
)

_MOST_WORDS_UNLABELLED = 4  # of a name without a label
_LONGEST_NAME = 60  # characters
_LONGEST_UNSPACED = 12  # characters of a name in a script that is written without spaces
_MOST_WORDS = 6
_MOST_WORDS_PRINTED = 5  # of a name in a printed line

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\ufffd]+")


@lru_cache(maxsize=10_000)  # an outlet has few authors
def split_names(byline: str, *, printed: bool = True) -> tuple[str, ...]:
    """The names in a byline, in order; () for none.

    Roles, "By", dates, read times and URLs are dropped: `By Ann Lee, Senior Editor | May 3` gives ("Ann
    Lee",). Credentials ("Ann Lee, MD") stay with the name.

    Args:
        printed: True for a line of the page. False for a field that holds only names: there a login name or a
            name in lower case counts, too.
    """
    text = without_by(_without_handles(" ".join(_INVISIBLE.sub("", byline).split())))
    if end := _END.search(text):
        text = text[: end.start()]
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", text)
    parts = [text] if _is_whole(text, printed) else _SPLIT.split(text)
    names: list[str] = []
    described = False  # whether the last name was followed by words about its person
    for i in range(0, len(parts), 2):
        joint = parts[i - 1] if i else ""
        is_role, name = _without_role(_tidy(parts[i]), first=not names)
        aside = _ASIDE.search(name) if printed else None
        if aside and " " in name[: aside.start()].strip():
            name = name[: aside.start()]
        if names and name and _is_letters(name, names):
            names[-1] = f"{names[-1]}, {name}"
        elif (
            name
            and is_name(name := name.removeprefix("the ") if is_agency(name) else name, printed=printed)
            and not (names and _is_place(name, names, joint, described))
        ):
            names.append(name)
        elif not is_role and name:
            break
        described = described or aside is not None
    return tuple(dict.fromkeys(name for name in names if not _is_monogram(name, names)))


def _without_handles(text: str) -> str:
    """A byline without "@annlee"; "@Ann Lee" is a name."""
    text = re.sub(r"(?<=\S)\s@\w+", "", text)
    return text[1:] if re.match(r"@\S+ [^\Wa-z\d_]", text) else text


def _without_role(part: str, *, first: bool) -> tuple[bool, str]:
    """Whether a part of a byline holds a role, and the part without it: "our film critic Ann Lee".

    A name may precede a role only in the first part; in a later one these words describe the name before.
    """
    words = ROLE_ENDING.sub("", part).split()
    roles = [i for i, word in enumerate(words) if ROLE.fullmatch(word.strip(".,")) and (i or len(words) > 1)]
    if not roles or is_desk(part):
        lone = len(words) == 1 and ROLE.fullmatch(words[0]) is not None and not is_desk(part)
        return lone, "" if lone else " ".join(words)
    after = words[roles[-1] + 1 :]
    while after and ROLE_FIELD.fullmatch(after[0]) and not re.fullmatch(r"of|for|and", after[0]):
        after = after[1:]
    if len(after) > 3 and re.fullmatch(r"à|in|aus|en|em|i", after[0]):
        after = after[2:]
    if len(after) > 1 and person_name(" ".join(after)):
        return True, " ".join(after)
    before = words[: roles[0]]
    while before and ROLE_FIELD.fullmatch(before[-1]):
        before = before[:-1]
    if first and len(before) > 1 and not ROLE_FIELD.fullmatch(before[0]):
        return True, " ".join(before)
    return True, ""


def _is_place(name: str, names: list[str], joint: str, described: bool) -> bool:
    """Whether a part after a full name is where its person is or works: "Ann Lee, Cannes"."""
    if " " not in names[-1] or _UNSPACED.search(name) or is_agency(name) or is_desk(name):
        return False
    return " " not in name or (described and joint == ",")


def _is_letters(part: str, names: list[str]) -> bool:
    """Whether a part of a byline is letters that belong to the name before it."""
    if not _LETTERS.fullmatch(part) or ROLE.fullmatch(part):  # "CEO"
        return False
    return not is_agency(part) and not _is_monogram(part, names)


def _is_monogram(name: str, names: list[str]) -> bool:
    """Whether a name is another's initials, which pages show in place of a missing portrait."""
    return any(name == "".join(re.findall(r"\b[^\W\d_]", other)) for other in names if " " in other)


def _is_whole(text: str, printed: bool) -> bool:
    """Whether a field is one name despite its "and", as "Center for Drugs and Devices" is."""
    parts = [part for part in re.split(r"\s(?:and|&)\s", text) if part]
    return (
        not printed
        and len(parts) > 1
        and "," not in text
        and any(" " not in part.strip() for part in parts[1:])
    )


def without_by(text: str) -> str:
    """A byline without the "By", "Written by", "Author:" or the like at its beginning."""
    while (lead := _LEAD.match(text) or BY.match(text)) and lead.end():
        text = text[lead.end() :]
    return text


def bare_name(name: str) -> str:
    """A name without title and credentials, for comparison: "Dr. Ann Lee, MD" -> "Ann Lee"."""
    return re.sub(r"^(?:dr|prof|mr|mrs|ms)\.?\s+", "", name.partition(",")[0], flags=re.I)


def _tidy(part: str) -> str:
    """A part of a byline without punctuation around it and without a footnote's number."""
    name = " ".join(part.strip("-–—|•·:,;*/\"“”'†‡§【】\u200c\u200d \t\n").split())
    name = re.sub(r"(?<= )([^\W\d]+[a-z])\d{1,2}$", r"\1", name)  # of a footnote
    return (
        name if re.search(r"\b(?:[A-Z]|[JS]r|[A-Z]\.\w)\.$", name) or "." in name[:-1] else name.rstrip(".")
    )


def person_name(text: str) -> str | None:
    """The name in a line that is only a name, or a name and a section ("Ann Lee in Film"); else None."""
    text = re.split(r"\s+in(?:\s|$)", text.strip(" •·|,-–—"))[0]
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS_UNLABELLED or re.search(r"[\d:;/!?&,]", text) or is_desk(text):
        return None
    is_person = is_name(text) and all(not word[0].islower() or word in _PARTICLES for word in words)
    return text if is_person and words[0] not in _PARTICLES and not _NO_PERSON.search(text) else None


def is_unspaced(text: str) -> bool:
    """Whether a text is in a script without capitals and spaces, in which tags and names look alike."""
    return _UNSPACED.search(text) is not None


def is_role(text: str) -> bool:
    """Whether a line is only somebody's role ("Senior Film Critic")."""
    words = text.split()
    return len(words) <= _MOST_WORDS_PRINTED and any(ROLE.fullmatch(word) for word in words)


def is_name(text: str, *, printed: bool = True) -> bool:
    """Whether a text can be the name of a person or a group. For `printed` see `split_names`."""
    words = text.split()
    if (
        not words
        or not 2 <= len(text) <= _LONGEST_NAME
        or len(words) > (_MOST_WORDS_PRINTED if printed else _MOST_WORDS)
        or (_UNSPACED.search(text) and max(map(len, words)) > _LONGEST_UNSPACED)
    ):
        return False
    if re.search(r"https?:|www\.|@|[<>{}=_#?!|\\/:$%。「」『』《》…]|^\W|^\d+$", text) or _NO_NAME.match(
        text
    ):
        return False
    if not re.search(r"[^\W\d_]{2}", text) or (not printed and _FIRM.search(text)):
        return False
    if is_desk(text) or not printed:
        return True
    ends_in_particle = len(words) > 1 and words[-1] in _PARTICLES
    return not ends_in_particle and not _FIELD.search(text) and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    first = word.lstrip("\"'“‘(«")[:1]
    return word.lower() in _PARTICLES or first.isdigit() or (first.isalpha() and not first.islower())
