"""Bylines that name no person: a desk, a staff, a news agency, a firm."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.clean.authors.labels import is_press_role, words

# A desk or team: "Podium Staff", "The Editorial Board", "La rédaction", "Onlineredaktion".
_DESK = re.compile(
    rf"(?:.*\b)?(?:{words('offices')})"
    r"|(?:(?:von|par|por|da|de|di|la|die|il|a|unsere|notre|nuestra|nossa|onze|web|online)[\s-])*"
    r"(?:redaktion|rédaction|redazione|redacción|redação|redactie)(?:\s\S+){0,4}"
    r"|(?:team|equipo|equipe|équipe)(?:\s\S+){1,4}"
    r"|\S*(?:\s\S+)?[\s-]?(?:redaktion|redactie|redazione)|\S*(?:編集部|編集室|取材班)",
    re.I,
)
# The last word of the name of a broadcaster, a publisher or a firm.
_FIRM = re.compile(
    r"\s(?:TV|Radio|Magazine|Media|Podcast|Studios|Network|Tribune|Times|Journal|Gazette|News|Inc\.?|Ltd\.?|LLC|GmbH)$|\S\s\S+\s(?:Post|Press|Herald)$"
)
_AGENCY = re.compile(
    rf"(?:the\s)?(?:{words('agencies')})|共同通信社?|時事通信社?|新華社"
    r"|(?-i:AP|AFP|UPI|DPA|dpa|EFE|ANSA|Ansa|LUSA|Lusa|ANP|APA|SID|KNA|EPD|epd|PA Media|AAP|Belga|"
    r"Adnkronos|TASS|Xinhua|Kyodo(?: News)?|PTI|IANS|ANI)",
    re.I,
)
# The first word of the name of a publication, and not of a person: "The Attic Seat".
_ARTICLE = re.compile(r"(?:the|el|la|los|las|le|les|der|die|das|il|gli|het|os)\s\S", re.I)


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
