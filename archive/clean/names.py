"""A printed byline taken apart into the names in it. Pure text work."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"""^(?:[\s\-–—|•·:,*©]+
    |(?:(?:article|story|words|text|texte|review|reviewed|written|posted|published|added|submitted|created|authored|reported|compiled|produced|interview
        |post|words\sand\s(?:photos|pictures))\s*:?\s+)?(?:by|von|par|por|di|door|da)\s*:?\s+
    |(?:by|written\sby|author\(?s?\)?|writers?|words|autor(?:in)?|auteur|autore|name|text|story|reporter|contributor|staff\swriter)\s*[:|]\s*
    |(?:author|about\sthe\sauthor|written\sby|posted\sby|by)\s+(?=[A-Z])
    |(?:dr|mr|mrs|ms|prof)\.?\s+(?=[A-Z]))""",
    re.I | re.X,
)
_STOP = re.compile(
    r"""\s*(?:[|•·⋅∙►▪]|\s[-–—]+\s|\s/\s|\bin\s(?=[A-Z])
    |(?:first\s|originally\s|last\s|date\s)?(?:published|updated|posted|modified|edited|reviewed|fact[\s-]checked|medically|verified|created|released|photograph(?:y|ed)|photos?|images?|illustrat\w+)\b.*
    |\b(?:on|at|am|le|el|il)\s(?=\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z.]*\s\d)
    |\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?\s+\d.*
    |\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*
    |\d+\s*[-\s]?min.*|\d+\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b.*|\b(?:about|over|almost|an?)\s+(?:an?\s+)?(?:\d+\s+)?(?:hour|day|week|month|year)s?\sago.*
    |\b\d{1,4}[-/.]\d.*|\b(?:19|20)\d\d\b.*|\b(?:for|from|of|special\sto|exclusively|via)\s+(?=[A-Z]).*
    |\S+@\S+.*|https?:.*|\bfollow\b.*|\bshare\b.*|\bcomments?\b.*|\bis\s+an?\b.*|\bhas\b.*|\bview\s.*|\bread\smore.*|\bsee\s.*|\bmore\s(?:by|from|posts)\b.*|\babout\b.*)""",
    re.I | re.X,
)
_SPLIT = re.compile(
    r"\s*(?:,|;|&|\+|\band\b|\bund\b|\bet\b|\bwith\b|\by\b|(?<=\w)\s+e\s+(?=[A-ZÀ-Þ])|\ben\b|、|，)\s*", re.I
)
_CREDENTIAL = re.compile(
    r"(?:ph\.?\s?d|m\.?d|m\.?s|m\.?a|mba|b\.?a|b\.?sc?|m\.?sc|rd|rdn|ldn?|rn|bsn|msn|dvm|dds|cpa|cfa|cfp®?|jd|esq|lcsw|lmft|cpt|cscs|cdces|mph|mfa|do|np|ccc-slp|psyd|edd|"
    r"jr|sr|ii|iii|iv)\.?",
    re.I,
)
_ROLE = re.compile(
    r"""\b(?:editors?|editor-in-chief|writers?|reporters?|correspondents?|contributors?|contributing|staff|senior|associate|assistant|managing|deputy|columnist|critic
    |producer|director|manager|founder|co-founder|ceo|cto|cmo|cfo|president|specialist|expert|analyst|author|journalist|freelance\w*|guest|intern|executive|officer|head\sof
    |marketing|content|strategist|consultant|redakt\w+|redacci\w+|rédact\w+|professor|team\slead|lead|blogger|photographer|host|engineer|coach|attorney|lawyer|nutritionist|dietitian)\b""",
    re.I | re.X,
)
_NO_NAME = re.compile(
    r"""^(?:admin\w*|administrator|editor|editors|author|authors|guest(?:\sauthor|\spost)?|user|unknown|anonymous|null|none|undefined|nan|root|webmaster|test|staff|home|blog|news|contact|login
    |subscribe|newsletter|read|share|menu|search|more|by|written|posted|published|updated|comments?|wordpress|super\s?user|default|public|view|profile|bio|website|web\sdesigner|facebook|twitter
    |linkedin|instagram|youtube|email|print|save|follow|advertisement|sponsored|reviews?|table\sof\scontents|about|here|us|you|me|it|the|this|tags?|categories|category|articles?|posts?)$""",
    re.I | re.X,
)
_PARTICLES = frozenset(
    "de da do dos das di del della der den van von zu zur af av bin ibn al el la le du des y e ter ten of the".split()
)
_LONGEST_NAME = 45
_MOST_WORDS = 5


def split_names(byline: str) -> tuple[str, ...]:
    """The names in a byline, in order; () where it holds none.

    Roles, "By", dates, read times, addresses and credentials are dropped: `By Ann Lee, Senior Editor | May 3` gives
    ("Ann Lee",). A word that no name would be made of ends the byline.
    """
    text = " ".join(byline.split())
    while (lead := _LEAD.match(text)) and lead.end():
        text = text[lead.end() :]
    if stop := _STOP.search(text):
        text = text[: stop.start()]
    names: list[str] = []
    for part in _SPLIT.split(re.sub(r"\([^)]*\)|\[[^\]]*\]", "", text)):
        name = _tidy(part)
        if not name or _CREDENTIAL.fullmatch(name):
            continue
        if not is_name(name):
            if names:
                break
            return ()
        names.append(name)
    return tuple(dict.fromkeys(names))


def _tidy(part: str) -> str:
    name = (
        part.strip(" \t\n-–—|•·:,;.*/\"“”'")
        if not re.search(r"\b[A-Z]\.$|\b[JS]r\.$", part)
        else part.strip()
    )
    words = name.split()
    while words and len(words) > 2 and _CREDENTIAL.fullmatch(words[-1]) and words[-1].isupper():
        words.pop()
    while (lead := _LEAD.match(" ".join(words) + " ")) and lead.end() and words:
        words = (" ".join(words))[lead.end() :].split()
    return " ".join(words)


def is_name(text: str) -> bool:
    """Whether a text can be the name of a person or a collective."""
    words = text.split()
    if not words or len(words) > _MOST_WORDS or len(text) > _LONGEST_NAME or len(text) < 2:
        return False
    if re.search(r"https?:|www\.|@|[<>{}=_#?!|\\/]|\d{2}|\.(?:com|net|org|co)\b", text) or _NO_NAME.match(
        text
    ):
        return False
    if len(words) > 1 and _ROLE.search(text) and not text.endswith(" Staff"):
        return False
    if len(words) == 1 and _ROLE.fullmatch(text):
        return False
    return all(_name_word(word) for word in words)


def _name_word(word: str) -> bool:
    first = word.lstrip("\"'“‘(«")[:1]
    return (
        word.lower() in _PARTICLES
        or first.isupper()
        or not (first.islower() or first.isalnum())
        or not first.isascii()
    )
