"""Split a printed byline into names; tell people's names from those of desks, agencies and firms. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.clean.authors.labels import AND, BY, PATTERNS, ROLE_ENDING, cased, is_press_role, role_part
from archive.clean.vocabulary import UNSPACED, fold_words, word_set
from archive.folding import fold

_END = PATTERNS.compiled("{end}")
_ASIDE, _SIGNS, _LETTERS, _FIRM = map(cased, ("{aside}", "{signs}", "{letters}", "{firm}"))
_SPLIT, _NO_NAME, _DESK, _AGENCY = map(PATTERNS.compiled, ("{split}", "{no_name}", "{desk}", "{agency}"))
_WHOLLY_BRACKETED = re.compile(r"[(\[（]([^()\[\]（）]+)[)\]）]")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")

_DASH = re.compile(r"\s[–—-]\s")
_DESK_MARK = re.compile(r"\s[/|–—-]\s|,\s")
_AND = f"(?:{'|'.join(sorted(AND))})"

# One name in a field despite its "and": "Center for Film and Sound".
_WHOLE = re.compile(rf"[^,]+\s{_AND}\s\S+(?:\s{_AND}\s[^,]*)?")
_NICKNAMED = re.compile(r"[^\"“”]*\w\s[\"“][^\"“”]+[\"”]")  # Bo "Helmet"
# Words of headings, buttons and sentences, which are near dates, too; and signs.
_NO_PERSON = word_set("bylines", "dated") | word_set("bylines", "no_person")
_NO_PERSON_SIGN = re.compile(r"[\d:;/!?&,]")

_MOST_WORDS_ALONE = 4  # of a name without a label
_MOST_WORDS = 6
_MOST_WORDS_PRINTED = 5  # of a name in a printed line
_LONGEST_NAME = 60  # characters
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\ufffd]+")
_PARTICLES = word_set("bylines", "particles")
_PLACES = word_set("bylines", "places")
_JOINTS_OF_FIELDS = ("of", "for", "and")  # "Head of Film and Sound"
_BEFORE_PLACES = ("à", "in", "aus", "en", "em")

# The first word of the name of a publication, and not of a person: "The Attic Seat".
_ARTICLE = re.compile(r"(?:the|el|la|los|las|le|les|der|die|das|il|gli|het|os)\s\S", re.I)


@lru_cache(maxsize=10_000)  # an outlet has few authors
def split_names(byline: str, *, printed: bool = True) -> tuple[str, ...]:
    """The names in a byline, in order; () for none.

    Roles, "By", dates, read times and URLs are dropped: `By Ann Lee, Senior Editor | May 3` gives ("Ann
    Lee",). Credentials ("Ann Lee, MD") stay with the name.

    Args:
        printed: True for a line of the page. False for a field that holds only names: there a login name or a
            name in lower case counts, too.
    """
    text = " ".join(_INVISIBLE.sub("", byline).split())
    if bracketed := _WHOLLY_BRACKETED.fullmatch(text):
        text = bracketed[1]
    while lead := BY.match(text):
        text = text[lead.end() :]
    text = _BRACKETS.sub("", _END.split(without_desk(text), 1)[0])
    parts = [text] if not printed and _WHOLE.fullmatch(text) else _SPLIT.split(text)
    names: list[str] = []
    is_described = False  # whether the last name is, by a role: "Ann Lee, Head of Sound, Quay Records"
    for part, mark in zip(parts[::2], ["", *parts[1::2]], strict=True):
        if is_described and mark.strip() == ",":
            continue
        is_role, name = _without_role(_tidy(part), first=not names)
        if printed:
            name = _ASIDE.sub(r"\1", name)
        if is_agency(name):
            name = name.removeprefix("the ")
        elif names and _LETTERS.fullmatch(name) and role_part(name) != "role":
            names[-1] = f"{names[-1]}, {name}"
            continue
        is_described = printed and is_role and bool(names)
        is_listed = not printed or mark.strip() != ","
        if (is_agency(name) or is_name(name, printed=printed)) and not _is_place(
            name, names, listed=is_listed
        ):
            names.append(name)
        elif name and not is_role:
            break
    return tuple(dict.fromkeys(names))


def without_desk(text: str) -> str:
    """A byline without the desk before its person: "Staff / Ann Lee", "Staff, Ann Lee"."""
    first, *others = _DESK_MARK.split(text, 1)
    if not others or not is_desk(first):
        return text
    return others[0] if person_name(_SPLIT.split(_END.split(others[0], 1)[0], 1)[0]) else text


def without_town(text: str) -> str:
    """A byline without the town or section before its person: "تونس - نورهان بن يوسف", "Film – Ann Lee"."""
    town, *others = _DASH.split(text, 1)
    is_town = bool(others) and " " not in town and not is_desk(town) and not is_agency(town)
    return others[0] if is_town and person_name(_END.split(others[0], 1)[0]) else text


def person_names(text: str) -> tuple[str, ...]:
    """The names in a line that is two or more whole names: "Ann Lee and Bo Ray"; else ()."""
    parts = _SPLIT.split(text)[::2]
    names = [name for part in parts if (name := person_name(part))]
    return tuple(names) if len(parts) > 1 and len(names) == len(parts) else ()


def _without_role(part: str, *, first: bool) -> tuple[bool, str]:
    """Whether a part of a byline holds a role, and the part without it: "our film critic Ann Lee".

    A name may precede a role only in the first part; in a later one these words describe the name before.
    """
    words = ROLE_ENDING.sub("", part).split()
    told = [role_part(word) for word in words]
    if "role" not in told or is_desk(part):
        return False, " ".join(words)
    first_role, last_role = told.index("role"), len(told) - told[::-1].index("role")
    after, before = words[last_role:], words[:first_role]
    while after and role_part(after[0]) == "field" and after[0] not in _JOINTS_OF_FIELDS:
        del after[0]
    if len(after) > 3 and after[0] in _BEFORE_PLACES:
        del after[:2]
    if person_name(" ".join(after)):
        return True, " ".join(after)
    while before and role_part(before[-1]) == "field":
        del before[-1]
    is_name_before = first and len(before) > 1 and role_part(before[0]) != "field"
    return True, " ".join(before) if is_name_before else ""


def _is_place(name: str, names: list[str], *, listed: bool) -> bool:
    """Whether a part after a full name is where its person is or works: "Ann Lee, Cannes"."""
    if not names or " " not in names[-1]:
        return False
    if names_no_person(name) or names_publication(name):
        return not listed and not names_no_person(names[-1])
    return " " not in name and not UNSPACED.search(name)


def bare_name(name: str) -> str:
    """A name without title and credentials, for comparison: "Dr. Ann Lee, MD" -> "Ann Lee"."""
    return re.sub(r"^(?:dr|prof|mr|mrs|ms)\.?\s+", "", name.partition(",")[0], flags=re.I)


@lru_cache(maxsize=20_000)  # the publisher is on all pages of an outlet, and an author on many
def name_key(name: str) -> str:
    """A name folded for comparison, without title and credentials."""
    return fold(bare_name(name).replace("İ", "I").replace("ı", "i")) or name


def _tidy(part: str) -> str:
    """A part of a byline without punctuation around it and without a footnote's number."""
    if ("(" in part or "（" in part) != (")" in part or "）" in part):
        part = part.strip("()（）")
    name = " ".join(part.strip("-–—|•·:,;*/'†‡§【】\u200c\u200d \t\n").split())
    if not _NICKNAMED.fullmatch(name):
        name = name.strip("\"“”'")
    return re.sub(r"(?<![A-Z])(?<![JS]r)(?<!\.\w)\.+$|(?<= )([^\W\d]+[a-z])\d{1,2}$", r"\1", name)


def person_name(text: str) -> str | None:
    """The name in a line that is only a name, or a name and a section ("Ann Lee in Film"); else None."""
    text = re.split(r"\s+in(?:\s|$)", text.strip(" •·|,-–—"))[0]
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS_ALONE or _NO_PERSON_SIGN.search(text):
        return None
    ends = {words[0], words[-1]}
    is_other = ends & _PARTICLES or words[0].lower() in _PLACES or "role" in map(role_part, ends)
    is_two = len(words) == 3 and words[1] in AND  # "Arte y Espectáculos"
    if is_other or is_two or not _NO_PERSON.isdisjoint(fold_words(text)):
        return None
    return text if is_name(text) and not is_desk(text) else None


def is_name(text: str, *, printed: bool = True) -> bool:
    """Whether a text can be the name of a person or a group. For `printed` see `split_names`."""
    words, most = text.split(), _MOST_WORDS_PRINTED if printed else _MOST_WORDS
    if not 2 <= len(text) <= _LONGEST_NAME or len(words) > most:
        return False
    if _SIGNS.search(text) or _NO_NAME.fullmatch(text):
        return False
    if is_desk(text) or not printed:
        return True
    # `title` and not `islower`: to Unicode all letters of Georgian are small.
    small = [word for word in words if word[0] != word[0].title()]
    return words[-1] not in _PARTICLES and _PARTICLES.issuperset(small)


def names_publication(name: str) -> bool:
    """Whether the name of a site is not a person's, as that of a personal blog may be."""
    return _ARTICLE.match(name) is not None


def names_no_person(name: str) -> bool:
    """Whether a name is not a person's: "Podium Staff", "La rédaction", "Reuters", "Decider TV"."""
    return is_desk(name) or is_agency(name) or is_press_role(name) or _FIRM.search(name) is not None


@lru_cache(maxsize=20_000)  # every line that may be a name is asked about, and an outlet repeats many
def is_desk(name: str) -> bool:
    """Whether a name is that of a desk, a staff, a team or an editorial office."""
    return _DESK.fullmatch(name.strip()) is not None


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency or of several ("dpa/AFP")."""
    return all(_AGENCY.fullmatch(part.strip()) for part in re.split(r"[/-](?=[A-Z]|dpa|epd)", name))
