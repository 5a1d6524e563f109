"""The words of bylines in the languages that we read: "By", "Written by", "Text:", roles, data sheets."""

from __future__ import annotations

import re

# What names the act or the thing written, before a "by" or with a colon instead of it.
_WRITTEN = (
    r"written|posted|published|authored|submitted|created|reported|compiled|reviewed|added|words|story|article|"
    r"review|interview|post|piece|text(?:[eo]s?)?|critique|crítica|reseña|resenha|recensione|recensie|kritik|rezension|"
    r"artikel|artículo|artigo|reportage|entretien|enquête|écrit|rédigé|publiée?|propos\srecueillis|"
    r"escrit[oa]|publicad[oa]|postad[oa]|geschreven|gepubliceerd|geplaatst|geschrieben|verfasst|veröffentlicht|erstellt|"
    r"scritto|pubblicato|(?<=a\s)cura|skrevet|skriven|publicerad|told|tekst|beitrag"
)

# "By" itself. Those that are common words otherwise count only before a capital or another script.
_BY = r"by|par|por|door|oleh|bởi|מאת|به\sقلم|โดย|بقلم|(?:von|vom|di|da|af|av|de)(?=\s(?-i:[^\Wa-zß-öø-ÿ\d_]))"

# Nouns that say with a colon who wrote: also labels of a book's data sheet, see `SHEET`.
_WRITER = (
    r"authors?(?:\(s\))?|by-?line|writers?|reporters?|contributors?|staff\swriter|autor(?:in|a|es|en)?|auteure?s?|autore|autori|"
    r"autrice|verfasser(?:in)?|forfatter|författare|skribent|redac(?:ción|tie)|yazar|penulis|tác\sgiả|автор|текст|"
    r"نویسنده|الكاتب|كتب|كتبت|مאת|לקראת|लेखक|लेखिका|글쓴이|글|작성자|기자"
)
_WRITER_CJK = (
    r"(?:(?:取材|構成|撮影|写真|インタビュー)\s*[・･/／＆&]\s*)*"
    r"(?:取材・文|文|著者|執筆者?|筆者|ライター|作者|記者|记者|撰文|投稿者|通過|通过|書いた人)\s*[:：・＝=／/丨|]|【[^【】]{1,8}[部局]・"
)

_ON_DATE = r"(?:\s(?:on|le|el|em|op|am|il|den)\s[^.!?]{4,30}?|[^.!?\d]{0,20}\d[^.!?]{0,30}?)?"

BY = re.compile(
    rf"""[\W_]{{0,3}}(?:
      (?:(?:(?:this|the|an?|une?|eine?|una|uma|een)\s)?(?:\w+\s)?(?:{_WRITTEN})\b(?:\s(?:was|and|und|et|y|e|en|&)\s\w+)?{_ON_DATE}\s*:?\s+)?
      (?:{_BY})(?=[\s:])\s*:?
      |(?:{_WRITTEN}|{_WRITER})\s*[:|：／]
      |une?\s(?:{_WRITTEN})\sde(?=\s(?-i:[A-ZÀ-Þ]))
      |(?:as\s)?told\sto\b
      |about\sthe\sauthor\b\s*:?|author\s(?=(?-i:[A-Z]))
      |{_WRITER_CJK}
    )\s*""",
    re.I | re.X,
)

# The same at the end of a line that begins with a date or a section: "06.11.2023 13:30 von Ann Lee".
DATED_BY = re.compile(
    rf"(?:\d[.:/\d]*|\d\s?[ap]\.?m\.?|\d\w*\b,?|\bread|[|•·])[\s,|·•–-]{{1,4}}(?:(?:{_WRITTEN})\s)?(?:{_BY})\s+",
    re.I,
)

BY_ALONE = re.compile(
    rf"[\W_]*(?:(?:(?:this\s)?(?:{_WRITTEN})(?:\s(?:was\s)?written)?\s)?(?:by|von|par|por|door|di|da|โดย|بقلم)|text|words|about\sthe\sauthor|{_WRITER}|"
    r"取材・文|文|著者|執筆者?|筆者|ライター|作者|記者|记者)\s*[:：]?",
    re.I,
)

# A label that leaves no doubt: it says who wrote, wherever it stands.
WRITTEN_BY = re.compile(
    rf"\W*(?:this\s\w+\swas\s)?(?:{_WRITTEN})\b.*\b(?:{_BY}|di|da|von)\b|\W*as\stold", re.I
)

# Labels before somebody who did something other than write the article.
OTHER_ROLE = re.compile(
    r"\b(?:edited|(?:\w+ly|expert)\s+reviewed|more|fact[\s-]?checked|verified|photograph\w*|photos?|fotos?|images?|bilder?|illustrat\w+|"
    r"translated|übersetzt|traduit|traducid[oa]|traducción|tradotto|vertaald|produced|directed|regie|réalisé|dirigid[oa]|starring|"
    r"screenplay|music|sponsored|powered|cited|recommended|followed|liked|endorsed|approved|theme|designed?|template|built|hosted|"
    r"developed|tema|责任编辑|編集|監督|photographie|interview(?:ed)?\swith|filed\sunder|quotes?)\s*(?:by|von|par|por|di|da|door)?\s*[:：]?\s*$",
    re.I,
)

# Labels of whoever made the site and not the article.
SITE_MAKER = re.compile(
    r"\W*(?:this\s|the\s|web\s?)?(?:site|website|theme|template|tema|thème|design\w*|powered|built|hosted|developed)\b.*\b(?:by|von|par|por|di|da)\b",
    re.I,
)

# Used by critics, and by magazines for the expert who checked an article: less reliable than "By".
REVIEWED_BY = re.compile(r"\W*reviewed\b|.*\breviewed\s+by\s*:?$", re.I)

# Labels of the data sheet of a work; among these "Author" and "Written by" are the work's.
SHEET = re.compile(
    r"\W*(?:(?:original\s|book\s)?title|(?:the\s)?book(?:\sread)?|novel|album|artist|band|pages?|number\sof\s\w+|publisher|publication(?:\sdate)?|isbn(?:-?1[03])?|asin|genre|"
    r"format|series|release(?:d|\sdate)?|director|directed\sby|starring|cast|runtime|running\stime|label|translator|illustrator|edition|platform|developer|"
    r"titel|verlag|seiten|regie|darsteller|titre|éditeur|éditions?|pagine|editore|genere|título|editorial|páginas|género|"
    r"editora|gênero|uitgeverij|pagina['’]?s|регистр|издательство|страниц|жанр|год|出版社|ページ数?|発売日|監督|出演)\b\s*(?:[:：]|$)",
    re.I,
)

_FIELDS = (
    r"film|filme|movies?|tv|television|music|musik|musique|arts?|culture|kultur\w*|cultura|cine|cinema|cinéma|games?|gaming|books?|"
    r"literary|theat(?:re|er)|stage|pop|rock|entertainment|features?|news|media|lifestyle|digital|online|web|music|video|style|"
    r"chief|senior|staff|lead|guest|special|spéciale?|especial|freelance\w*|contributing|deputy|associate|assistant|managing|executive|junior|general|"
    r"marketing|content|operations|security|privacy|research|development|sales|candidate|product|licensed|"
    r"de|du|des|del|della|do|da|d['’]\w+|for|and|of|our|unser\w*|notre|nuestr[oa]|nostr[oa]|noss[oa]|onze|vår|the|la|le|el|il|die|der|das|an?"
)

# Words that stand beside a role and belong to it: "chief film", "unserer", "de".
ROLE_FIELD = re.compile(rf"(?:{_FIELDS})", re.I)

_ROLE_WORD = (
    r"critics?|editors?|editor-in-chief|writers?|reporters?|correspondents?|contributors?|columnists?|reviewers?|producers?|directors?|managers?|"
    r"co-?founders?|founders?|ceo|cto|cmo|cfo|coo|vp|presidents?|specialists?|experts?|analysts?|authors?|journalists?|freelancers?|interns?|executives?|"
    r"officers?|head|strategists?|consultants?|professors?|bloggers?|photographers?|engineers?|developers?|advis[oe]rs?|attorney|grader|"
    r"\S*(?:kritiker|redakteur|korrespondent|journalist|autor|reporter|rezensent|volontär|mitarbeiter|redaktør|redaktör|criticus|recensent|redacteur|medewerker)(?:in|innen|e)?|"
    r"\S*redakt\w+|anmelder\w*|skribent|verslagge\w+|"
    r"critique|journaliste|rédact\w+|envoyée?|correspondante?|chroniqueu\w+|pigiste|collabora\w+|auteure?|"
    r"crític[oa]|periodista|redact?or(?:a|es)?|corresponsal|enviad[oa]|reporter[oa]|repórter|columnista|colunista|jornalista|correspondente|"
    r"critic[oa]|giornalista|redatt\w+|inviat[oa]|corrispondente|"
    r"критик|журналист\w*|редактор|обозреватель|корреспондент|dziennikar\w+|krytyk"
)

# A word of a role: "Filmkritikerin", "critic", "envoyée".
ROLE = re.compile(rf"(?:{_ROLE_WORD})", re.I)

# A role after a name in a script without spaces or capitals: "김민수 기자", "王小明 记者".
ROLE_ENDING = re.compile(
    r"\s*(?:기자|에디터|평론가|칼럼니스트|논설위원|记者|記者|编辑|編輯|編集長|影评人|ライター|さん|氏)$"
)
