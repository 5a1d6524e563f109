"""What stands around names in bylines, as patterns: "By", "Written by", "Text:", roles, data sheets."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.clean.vocabulary import alternatives, fold_words, label_words, word_set
from archive.folding import letters


def words(key: str) -> str:
    """The words of a line of `[bylines]` as alternatives."""
    return alternatives("bylines", key)


def begun_words(key: str) -> str:
    """The same where "*" is the rest of a word and no more."""
    return words(key).replace(".*", r"\w*")


_REVIEWER = words("reviewer")
_WRITTEN, _WRITER = words("written"), rf"{words('writer')}|{_REVIEWER}"
# "By" itself. Those that are common words otherwise count only before a capital or another script.
_OUR = r"(?:(?:unser|vår|vor|nostr|nuestr|noss)\w*\s)?"
_BY = rf"{words('by')}|(?:{words('by_or_of')})(?=\s?:|\s{_OUR}(?-i:[^\Wa-zß-öø-ÿ\d_]))"

_OTHERS_CJK = r"(?:取材|構成|撮影|写真|編集|インタビュー)"
WRITER_CJK = (
    rf"(?:{_OTHERS_CJK}\s*[・･/／＆&]\s*)*(?:"
    rf"(?:この記事[のを])?(?:{words('writer_cjk')})(?:[・･]{_OTHERS_CJK})*\s*[:：・＝=／/丨|●◎◆]|【[^【】]{{1,8}}[部局]・"
    r"|(?:글|글쓴이|취재|文|撰文|作者)(?:[·・]사진)?\s+(?=[\u3400-\u9fff\uac00-\ud7af]{2,4}(?:\s|$)))"
    r"|(?:本报|本刊|本网|特约|实习)*(?:记者|記者|通讯员|特派員)\s+(?=[\u4e00-\u9fff]{2,4}(?!\w))"
)

_AND = "(?:and|und|et|y|e|en|og|och|&)"
_IN_DATE = r"(?:[^.!?©]|(?<=\d)\.)"  # a character of a date in words
_ON = r"(?:on|le|el|em|op|am|il|den|(?<=posted\s)in)"
_ON_DATE = rf"(?:\s{_ON}\s{_IN_DATE}{{4,30}}?|[^.!?\d]{{0,20}}\d{_IN_DATE}{{0,30}}?)?"
_AFTER_YEAR = rf"{_IN_DATE}{{0,32}}\b(?:19|20)\d\d\W{{1,3}}(?=(?:by|par|por|von|door|av|af|przez)\s)"
_DONE = r"\w{3,}(?:[ai]d[oa]|[ao]tt?[oa]|ée?|ed)"  # "Entrevista realizada por", "Interview conducted by"
_WHOLE_NAME = r"(?-i:[A-ZÀ-Þ][\w.’'-]*\s(?:(?:de|van|von|der|da|di|la)\s)*[A-ZÀ-Þ]\w)"

BY = re.compile(
    rf"""(?:[\W_]{{0,3}}|\d[\d.:/,|\s-]*|{_AFTER_YEAR})(?:
      (?:(?:(?:this|the|an?|une?|eine?|una|uma|een)\s)?(?:\w+\s(?:{_AND}\s)?)?(?:{_WRITTEN}|{words("pieces")})\b(?:\s(?:was|{_AND})\s\w+|\s{_DONE})?{_ON_DATE}\s*:?\s+)?
      (?:{_BY})(?=[\s:/])\s*[:/]?
      |(?:words|text|tekst|teksti|texte|texto|testo|текст)\s(?=(?-i:[^\Wa-zß-öø-ÿа-я\d_]\w+\s[^\Wa-zß-öø-ÿа-я\d_]))
      |(?:\w+\s{_AND}\s)?(?:{_WRITTEN}|{_WRITER})(?:\(\w{{1,3}}\)|\s{_AND}\s\w+(?=:\s\S+\s\S))?\s*[:|：／]
      |(?:une?|een|una|uma)\s(?:{_WRITTEN})\s(?:(?:de|van|di)\s|d['’])(?=(?-i:[A-ZÀ-Þ]))
      |(?:as\s)?told\sto\b
      |(?:{words("about")})(?!\w)\s*[:：]?|author\s(?={_WHOLE_NAME})
      |{WRITER_CJK}
    )\s*""",
    re.I | re.X,
)

# One word and a "by", which are the author's in any tongue where a date stands in the line: "Added by".
SOMEHOW_BY = re.compile(
    rf"[\W_]{{0,3}}\w{{2,}}(?:ed|[dt]|n[eoy]|ée?|d[ao]|t[ao])\s(?:by|von|door|par|por|av|af|przez)(?:$|\s(?={_WHOLE_NAME}))",
    re.I,
)

# A label that is no more than a word for "by" that is one for "of", too: "De Staat" is a band.
OF = re.compile(rf"\W*(?:{words('by_or_of')})\W*", re.I)
ENDS_WITH_OF = re.compile(rf"\b(?:{words('by_or_of')})\W*$", re.I)
# The beginnings of "by Ann Lee", which may be of a work, and of "Reviewed by Ann Lee", which is not.
BARE_BY = re.compile(rf"\W*(?:{_BY})\s", re.I)
REVIEWED = re.compile(rf"\W*(?:{_REVIEWER})(?!\w)", re.I)
BY_ALONE = re.compile(
    rf"[\W_]*(?:(?:(?:this\s)?(?:{_WRITTEN})(?:\s(?:was\s)?written)?\s)?(?:by|von|par|por|door|di|da|โดย|بقلم)"
    rf"|text|words|{words('about')}|{_WRITER}|{words('writer_cjk')})\s*[:：]?",
    re.I,
)
# A label that leaves no doubt: it says who wrote, wherever it stands.
WRITTEN_BY = re.compile(
    rf"\W*(?:this\s\w+\swas\s)?(?:{_WRITTEN})\b.*\b(?:{_BY}|di|da|von)\b|\W*as\stold|\W*(?:{_REVIEWER})(?!\w)",
    re.I,
)
_LABELS = (("by", "by_or_of", "written", "writer", "reviewer", "about", "pieces"), ("written", "reviewer"))

# Every label in a spaced script has one of the former words, the longest of its phrase; one that leaves no
# doubt has one of the latter.
LABEL_WORDS, SURE_WORDS = (
    frozenset(max(fold_words(phrase), key=len) for key in keys for phrase in word_set("bylines", key))
    | {"told"}
    for keys in _LABELS
)

# Labels before somebody who did something other than write the article, or who made the site.
_MADE_BY = r"by|von|par|por|di|da|door"
OTHER_ROLE = re.compile(
    rf"\b(?:(?:{begun_words('other')})\s*(?:{_MADE_BY})?|(?:{words('site')})\b.*\b(?:{_MADE_BY}))\s*[:：]?\s*$",
    re.I,
)
# Labels that a data sheet of a work has, too: "Author" and "Written by" are the work's there.
IN_SHEETS_TOO = re.compile(rf"\W*(?:(?:{begun_words('sheet_too')})(?!\w)|(?:{_BY})\s?:)", re.I)
# A box about the author, whose text begins with the name.
ABOUT = re.compile(rf"\W*(?:{words('about')})\W*", re.I)
# The other parts of a credit of a work: "by Ann Lee, directed by Bo Ray" is no byline.
CREDIT = re.compile(
    rf"(?<!\w)(?:{begun_words('credits')})(?:\s(?:i|{_AND})\s\w+)?(?:\s(?:{_MADE_BY}|af|av|de|del|of)\b|\s*[:：.])",
    re.I,
)
# What joins two names where it stands by itself: "a" does in Czech.
AND = word_set("bylines", "and") | word_set("bylines", "and_too") | {"a", "&"}
_ROLE_WORDS = 4
WROTE_TOO = re.compile(rf"\W*(?:{_WRITTEN})\s{_AND}\s|\W*(?:entretien|interview)\s", re.I)
# A role after a name in a script without spaces or capitals: "김민수 기자", "王小明 记者".
ROLE_ENDING = re.compile(
    r"\s*(?:(?:\s\S+부)?(?:\s\S*)?(?:기자|에디터|평론가|칼럼니스트|논설위원|특파원|리포터)|记者|記者|编辑|編輯|編集長|影评人|ライター|さん|氏|报道|報導)$"
)


@lru_cache(maxsize=50_000)  # every word beside a name is asked about
def _told(word: str) -> frozenset[str]:
    return label_words("roles")(letters(word))


def role_part(word: str) -> str:
    """What a word is in the name of a role such as "chief film critic": "role" or "field"; "" for none."""
    told = _told(word)
    return "role" if not told.isdisjoint(("role", "press")) else "field" if told else ""


@lru_cache(maxsize=5_000)
def is_press_role(text: str) -> bool:
    """Whether a text is the name of a role at a publication: "Film critic", "Redakteurin im Feuilleton"."""
    words = [word for word in text.split() if letters(word)]
    if not words or not _told(words[0]):
        return False  # as of nearly all texts
    told = list(map(_told, words))
    if "press" in told[0] and len(told) <= _ROLE_WORDS:
        return True
    return all(told) and any("press" in names for names in told)
