"""Split a printed byline into names. Pure."""

from __future__ import annotations

import re

from archive.clean.authors.organisations import is_agency, is_desk

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"

_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?,?\s+(?=\d))"

# Labels of the date of publication or of a change, in the languages that we read.
_DATED = (
    r"(?:published|updated|posted|modified|veröffentlicht|erschienen|aktualisiert|geändert|publiée?|mise?\sà\sjour"
    r"|modifiée?|publicad[oa]|postad[oa]|actualizad[oa]|modificad[oa]|atualizad[oa]|pubblicat[oa]|aggiornat[oa]|modificat[oa]"
    r"|gepubliceerd|geplaatst|bijgewerkt|gewijzigd)\b"
)

# "文：", "取材・文＝", "執筆者："
JAPANESE_LEAD = (
    r"(?:(?:取材|構成|撮影|写真|インタビュー)\s*[・･/／＆&]\s*)*"
    r"(?:(?:文|著者|執筆者?|筆者|ライター|作者|記者|投稿者|書いた人)\s*[:：・＝=／/]|【[^【】]{1,8}[部局]・)"
)

_LEAD = re.compile(
    rf"""^(?:{JAPANESE_LEAD}|[\s\-–—|•·:,*©]+
    |(?:(?:an?\s)?(?:article|story|words|text|texte|review|reviewed|written|posted|published|added|submitted|created|authored|
        reported|compiled|interview|post|edited|écrit|rédigé|publié|(?:une\s)?critique|escrito|publicado|geschreven|gepubliceerd
        |geschrieben|verfasst|veröffentlicht|(?:ein[e]?\s)?(?:kritik|rezension|artikel)|(?:una\s)?recensione|a\scura|scritto|pubblicato|(?:una\s|uma\s)?(?:crítica|reseña|resenha)|(?:een\s)?recensie
        )\s*:?\s+)?(?:by|von|par|por|di|da(?=\s(?-i:[A-ZÀ-Þ]))|door)\b\s*:?\s*
    |(?:author\(?s?\)?|writers?|words|autor(?:in|a)?|auteure?|autore|autrice|text[eo]?|tekst|testo|reporter|contributor|staff\swriter|posted\sby)\s*:\s*
    |(?:author|about\sthe\sauthor|written\sby|posted\sby|articles\sby|posts\sby|view\sall\s(?:posts|articles)\sby)\s+(?=[A-Z]))""",
    re.I | re.X,
)

# What ends a byline: a separator, a date, a read time, a URL, a button.
_END = re.compile(
    rf"""\s*(?:[|•·⋅∙►▪]|\s[-–—]+\s|\s/\s
    |(?:first\s|originally\s|last\s|date\s|zuletzt\s)?{_DATED}.*
    |\b(?:edited|(?:\w+ly\s)?reviewed|fact[\s-]checked|verified|photograph(?:y|ed|s)|photos?|images?|illustrat\w+)\s(?:by|:).*
    |\b(?:on|at|am|le|el|il)\s(?=\d|{_DAY}|{_MONTH}\s\d)
    |\b{_MONTH}\s+\d.*|\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH}.*|\b{_DAY}.*
    |\d+\s*[-\s]?min.*|\d+\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b.*
    |\b(?:about|over|almost)?\s*\b(?:an?|one|\d+)\s+(?:hour|day|week|month|year)s?\sago.*
    |\b\d{{1,4}}[-/.]\d.*|\b(?:19|20)\d\d\b.*|\S+@\S+.*|https?:.*|\bwww\..*
    |\b(?:follow|share|view|see|read)\s(?:on|us|this|all|more|profile|full|their|his|her|me)\b.*|\bcomments?\b.*)""",
    re.I | re.X,
)

# What ends the names in a printed line and begins a description of the author.
_ASIDE = re.compile(
    r"\s+(?:in\s(?=[A-Z])|for\s(?=[A-Z])|from\s(?=[A-Z])|of\s(?=[A-Z])|at\s(?=[A-Z])|via\s|dans\b|special\sto\s|is\s(?:an?|the)\b|has\b|about\b|who\b)"
)

_SPLIT = re.compile(
    r"\s*(?:,|;|&|\+|、|，|\band\b|\bund\b|\bet\b|\bwith\b|\ben\b|(?<=\w)\s+[ey]\s+(?=[A-ZÀ-Þ]))\s*", re.I
)

# Letters after a name, by their shape: two capitals or more, at most two small ones ("MD", "Ph.D.", "PsyD").
_LETTERS = re.compile(
    r"(?=(?:[^A-Z]*[A-Z]){2})(?!(?:[^a-z]*[a-z]){3})[A-Z][.-]?(?:[A-Za-z][.\s-]?){1,6}®?|(?i:jr|sr|iii?|iv)\.?|Esq\.?",
)

_ROLE = re.compile(
    r"""\b(?:editors?|editor-in-chief|writers?|reporters?|correspondents?|contributors?|contributing|senior|associate|assistant|managing|deputy
    |columnist|critic|producer|director|manager|co-?founder|founder|ceo|cto|cmo|cfo|coo|president|specialist|expert|analyst|author|journalist|freelance\w*|intern
    |executive|officer|head\sof|strategist|consultant|redakt\w+|redacci\w+|rédact\w+|professor|blogger|photographer|engineer|developer
    |vp|advis[oe]r)\b""",
    re.I | re.X,
)

# The field of a role ("Marketing Lead"). Also in names of institutions, so it counts only in a printed line.
_FIELD = re.compile(
    r"\b(?:marketing|content|operations|security|privacy|research|development|sales|lead|candidate|product)\b",
    re.I,
)

# A firm in an author field is the publisher.
_FIRM = re.compile(r"\s(?:inc|llc|pllc|llp|ltd|gmbh|corp|pc|b\.?v)\.?$", re.I)

_NO_NAME = re.compile(
    r"""^(?:admin\w*|administrator|editor|authors?|by-?line|guest(?:\sauthor|\spost)?|user|unknown|none|null|undefined|nan|root|webmaster|test|home|blog
    |news|contact|log\s?in|subscribe|newsletter|read|share|menu|search|more|by|written|posted|published|updated|comments?|wordpress|super\s?user|default
    |public|view|profile|bio|website|web\sdesigner|facebook|twitter|linkedin|instagram|youtube|pinterest|email|e-mail|print|save|follow|advertisement|sponsored
    |reviews?|table\sof\scontents|about(?:\s.*)?|here|us|you|me|it|the|this|tags?|category|categories|articles?|posts?|people|company|overview|insights?|resources?
    |contributors?|meet\s.*|our\s(?:team|people|story)|read\smore|see\smore|learn\smore|date|editorial|disclosure|all|written\sby|x|name\W*|your\sname|faculty|head)$""",
    re.I | re.X,
)

_PARTICLES = frozenset((
    "de", "da", "do", "dos", "das", "di", "del", "della", "der", "den", "van", "von", "zu", "zur", "af",
    "av", "bin", "ibn", "al", "el", "la", "le", "du", "des", "y", "e", "ter", "ten", "of", "the", "for",
    "and", "in", "on", "to",
))  # fmt: skip

# Words of headings and buttons, which are near dates, too.
_NO_PERSON = re.compile(
    rf"\b(?:{_DATED}|the|your|our|how|what|why|all|read(?:ing)?|time|share|view|table|contents?|update|joined|"
    r"blogs?|news(?:letters?)?|guides?|home|reviews?|menu|more|about|contact|back|next|download|get|book|free|key|best|"
    r"takeaways?|top|in|on|to|of|and|for|press|release|request|information|insights?|resources?|articles?|posts?|"
    r"stories|products?|company|events?|stud(?:y|ies)|papers?|webinars?|podcasts?|videos?|subscribe|sign|log|privacy|"
    r"policy|terms|search|login|photos?|tips|llc|pllc|llp|inc|ltd|gmbh|corp)\b",
    re.I,
)

_MOST_WORDS_UNLABELLED = 4  # of a name without a label

_LONGEST_NAME = 60  # characters

_MOST_WORDS = 6

_MOST_WORDS_PRINTED = 5  # of a name in a printed line


def split_names(byline: str, *, printed: bool = True) -> tuple[str, ...]:
    """The names in a byline, in order; () for none.

    Roles, "By", dates, read times and URLs are dropped: `By Ann Lee, Senior Editor | May 3` gives ("Ann
    Lee",). Credentials ("Ann Lee, MD") stay with the name.

    Args:
        printed: True for a line of the page. False for a field that holds only names: there a login name or a
            name in lower case counts, too.
    """
    text = without_by(re.sub(r"(?:^|\s)@\w+", "", " ".join(byline.split())))
    if end := _END.search(text):
        text = text[: end.start()]
    if printed and (aside := _ASIDE.search(text)) and " " in text[: aside.start()].strip():
        text = text[: aside.start()]
    names: list[str] = []
    for part in (
        _SPLIT.split(re.sub(r"\([^)]*\)|\[[^\]]*\]", "", text)) if not _is_whole(text, printed) else [text]
    ):
        name = _tidy(part)
        if not name:
            continue
        if names and _is_letters(name, names):
            names[-1] = f"{names[-1]}, {name}"
        elif is_name(name, printed=printed):
            names.append(name)
        elif not (_ROLE.search(name) or _FIELD.search(name)):
            break
    return tuple(dict.fromkeys(name for name in names if not _is_monogram(name, names)))


def _is_letters(part: str, names: list[str]) -> bool:
    """Whether a part of a byline is letters that belong to the name before it."""
    if not _LETTERS.fullmatch(part) or _ROLE.search(part):  # "CEO"
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
    while (lead := _LEAD.match(text)) and lead.end():
        text = text[lead.end() :]
    return text


def bare_name(name: str) -> str:
    """A name without title and credentials, for comparison: "Dr. Ann Lee, MD" -> "Ann Lee"."""
    return re.sub(r"^(?:dr|prof|mr|mrs|ms)\.?\s+", "", name.partition(",")[0], flags=re.I)


def _tidy(part: str) -> str:
    """A part of a byline without punctuation around it and without a footnote's number."""
    name = part.strip().strip("-–—|•·:,;*/\"“”'†‡§【】 ")
    name = " ".join(name.split())
    name = re.sub(r"(?<= )([^\W\d]+[a-z])\d{1,2}$", r"\1", name)  # of a footnote
    return (
        name if re.search(r"\b(?:[A-Z]|[JS]r|[A-Z]\.\w)\.$", name) or "." in name[:-1] else name.rstrip(".")
    )


def person_name(text: str) -> str | None:
    """The name in a line that is only a name, or a name and a section ("Ann Lee in Film"); else None."""
    text = re.split(r"\s+in\s", text.strip(" •·|,-–—"))[0]
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS_UNLABELLED or re.search(r"[\d:;/!?&]", text) or is_desk(text):
        return None
    is_person = is_name(text) and all(word[0].isupper() or word in _PARTICLES for word in words)
    return text if is_person and not (text.isupper() or _NO_PERSON.search(text)) else None


def is_role(text: str) -> bool:
    """Whether a line is only somebody's role ("Senior Film Critic")."""
    return (
        len(text.split()) <= _MOST_WORDS_PRINTED
        and _ROLE.search(text) is not None
        and not re.search(r"[.!?]$", text)
    )


def is_name(text: str, *, printed: bool = True) -> bool:
    """Whether a text can be the name of a person or a group. For `printed` see `split_names`."""
    words = text.split()
    if (
        not words
        or not 2 <= len(text) <= _LONGEST_NAME
        or len(words) > (_MOST_WORDS_PRINTED if printed else _MOST_WORDS)
    ):
        return False
    if re.search(r"https?:|www\.|@|[<>{}=_#?!|\\/:$%]|^\W|^\d+$", text) or _NO_NAME.match(text):
        return False
    if not re.search(r"[^\W\d_]{2}", text) or (not printed and _FIRM.search(text)):
        return False
    if is_desk(text):
        return True
    if _ROLE.search(text) or (printed and _FIELD.search(text)):
        return False
    return not printed or all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    first = word.lstrip("\"'“‘(«")[:1]
    return word.lower() in _PARTICLES or first.isupper() or first.isdigit() or not first.isascii()
