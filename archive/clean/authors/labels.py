"""Labels of bylines, in the languages that we read: "By", "Written by", "Text:", and those of other roles."""

from __future__ import annotations

import re

from archive.clean.authors.names import JAPANESE_LEAD

BY = re.compile(
    r"\W{0,3}(?:(?:th(?:is|e)\s(?:article|story|post|review|piece)\s(?:was\s)?(?:written\s)?)?"
    r"(?:(?:article|story|words|text|texte|written|posted|published|authored|submitted|created|reported|"
    r"compiled|interview|review|reviewed|écrit|rédigé|publié|(?:une\s)?critique|escrito|publicado|(?:una\s|uma\s)?(?:crítica|reseña|resenha)|"
    r"geschreven|gepubliceerd|geplaatst|(?:een\s)?recensie)\s*:?\s*(?:(?:on|le|el|em|op)\s[^.!?]{4,30}\s)?)?(?:by|par|por|door)\b|"
    r"(?:(?:geschrieben|verfasst|veröffentlicht|(?:ein[e]?\s)?(?:kritik|rezension|text|artikel)|"
    r"(?:una\s)?recensione|a\scura|scritto|pubblicato)\s)?"
    r"(?:von|di|da)\s(?=(?-i:[A-ZÀ-Þ]))|"
    r"(?:authors?|writers?|contributors?|words|autora?|autorin|auteure?|autore|autrice|teksto?|texte?|texto|testo|redac(?:ción|tie))\s*[:|]|"
    r"une?\s(?:texte|article|critique|reportage|entretien|enquête)\sde\s(?=(?-i:[A-ZÀ-Þ]))|"
    rf"{JAPANESE_LEAD})\s*:?\s*",
    re.I,
)

BY_ALONE = re.compile(
    r"(?:.{0,25}\b(?:written|posted|published|words|story|article|post|review|reviewed|reported|authored|text)\s+)?"
    r"(?:by|von|par|por|door)\s*:?|(?:authors?|writers?|autor(?:in)?|auteur|autore)(?:\(s\))?\s*:",
    re.I,
)

# Labels before the name of somebody who did something other than write: edited, translated, photographed.
OTHER_ROLE = re.compile(
    r"\b(?:edited|(?:\w+ly|expert)\s+reviewed|articles|posts|stories|more|fact[\s-]?checked|verified|photograph\w*|photos?|images?|illustrat\w+|"
    r"translated|produced|directed|sponsored|powered|cited|recommended|followed|liked|endorsed|approved)\s*(?:by)?\s*:?\s*$",
    re.I,
)

OTHER_ROLE_START = re.compile(
    r"\W*(?:edited|(?:\w+ly|expert)\s+reviewed|fact[\s-]?check|updated|photo|image|translated|sponsored)",
    re.I,
)

# Used by critics, and by magazines for the expert who checked an article: less reliable than "By".
REVIEWED_BY = re.compile(r"\W*reviewed\b|.*\breviewed\s+by\s*:?$", re.I)
