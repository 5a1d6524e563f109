"""What a page's data of a work tell: "Regie: Y" under a headline, a box of "Developer" and "Released"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.dom.ownership import foreign_container
from archive.clean.page.page import Page, cached_per_page
from archive.clean.work.names import clean_name, is_name, part_year
from archive.model import Medium

# Labels by the medium that they speak of; None of no one medium.
_LABELS: tuple[tuple[Medium | None, str], ...] = (
    ("film", "director directors directed dir screenplay screenwriter cinematographer cinematography regie"),
    ("film", "drehbuch kamera réalisation réalisateur réalisatrice scénario dirección guion guión regia"),
    ("film", "regista sceneggiatura fotografia direção direcção roteiro elenco regisseur 監督 脚本 出演"),
    ("tv", "creator creators showrunner network channel streaming episodes episode season sender folge"),
    ("game", "developer developers platforms platform entwickler développeur plattform plataformas 開発元"),
    ("game", "desarrolladora desarrollador sviluppatore piattaforme desenvolvedora ontwikkelaar players"),
    ("music", "label tracklist tracks tracklisting discográfica etichetta gravadora レーベル"),
    ("book", "isbn pages verlag seiten éditeur editorial editora uitgeverij translator 出版社"),
    ("stage", "venue interval playwright inszenierung bühne choreography"),
    ("podcast", "host hosts feed"),
    (None, "cast starring stars mit avec reparto besetzung interpreti runtime running length laufzeit dauer"),
    (None, "publisher released release genre genres durée duración durata distributor format author land"),
    (None, "autor autore auteur studio kinostart composer country país pays rated writer writers door"),
)  # fmt: skip

_MEDIA = {word: medium for medium, words in _LABELS for word in words.split()}

_OF_WORKS = frozenset((
    "cast", "starring", "stars", "mit", "avec", "reparto", "besetzung", "interpreti", "runtime", "laufzeit",
    "genre", "genres", "durée", "duración", "durata", "distributor", "kinostart", "composer", "rated",
    "released",
))  # fmt: skip

_LABELLED_LOOSELY = ("game", "tv", "podcast")  # whose labels are those of software and of households too

_INLINE = re.compile(
    r"(?<![\w’'])(?P<label>[^\W\d_]+)(?: (?:by|von|date|time))?\s?[:：]\s*(?=\S)|"
    r"(?P<by>\bdirected (?:and written )?by\b)|(?P<isbn>\bISBN\b)|"
    r"(?P<rated>\b(?:Rated (?:R|PG|G|NC)\b|FSK|PEGI|ESRB))|"
    r"(?P<long>(?<!time )\b\d{2,3}\s?(?:min(?:s|utes?|uten|uti|utos|\.)?)(?!\w|"
    r"[ -](?:read|to read|de lectura|de lecture|lettura)))",
    re.I,
)

_OTHERWISE = {"isbn": "isbn", "by": "directed", "rated": "rated", "long": "runtime"}

_TITLED = re.compile(
    r"(?:(?:original|film|book|album|game|show|series|movie|working)?\s?(?:title|titel)|"
    r"(?P<noun>film|movie|album|book|game|show|play|production|opera|podcast|stück|spettacolo|obra|pièce|disco)\s?:|"
    r"titre(?: original)?|título(?: original)?|titolo(?: originale)?|作品名|タイトル)\s*[:：]?",
    re.I,
)

ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")

_ISBN_PRINTED = re.compile(rf"ISBN(?:-1[03])?:?\s*({ISBN.pattern})\b")

_NAMING = ("h1", "h2", "h3", "h4", "h5", "strong", "b", "em", "i", "cite")

_ROWS = ("dt", "th", "td", "b", "strong", "span", "div")

_TEXTS = 16  # runs of text looked at after a name

_FEWEST = 2  # labels of data

_PROSE = 160  # characters; a longer run of text ends the data

_MOST = 60  # elements looked at

_NEXT = 3  # runs of text after a name, in which its data begin

_REACH = 400  # characters after a name


def labels_in(text: str) -> list[str]:
    """The labels of data in a run of words, each once: "Regie: Jana Kolbe. 97 Minuten"."""
    found: dict[str, None] = {}
    for match in _INLINE.finditer(text):
        label = (match["label"] or "").lower() or _OTHERWISE[match.lastgroup or ""]
        if label in _MEDIA:
            found[label] = None
    return list(found)


def medium_labelled(labels: list[str]) -> Medium | None:
    """The medium that most of these labels speak of; one label alone says it only beside another of works."""
    counted = Counter(medium for label in labels if (medium := _MEDIA.get(label)))
    most = counted.most_common(2)
    if not most or (len(most) > 1 and most[0][1] == most[1][1]):
        return None
    medium, number = most[0]
    enough = number > 1 and medium not in _LABELLED_LOOSELY
    return medium if enough or not _OF_WORKS.isdisjoint(labels) else None


@cached_per_page
def names_with_data(page: Page) -> tuple[tuple[str, Medium | None], ...]:
    """The names on the page that data of a work follow, with the medium that their labels speak of."""
    found: dict[str, tuple[Medium | None, list[str]]] = {}
    naming = page.tree.iter(*_NAMING) if page.tree is not None else ()
    for element in islice((one for one in naming if len(one.text_content()) <= _REACH), _MOST):
        name, _ = part_year(clean_name(element.text_content()))
        following = _texts_after(element) if is_name(name) and name.lower() not in _MEDIA else []
        labels = _labels_among(following)
        if len(labels) >= _FEWEST and foreign_container(element) in (None, "in <aside>"):
            found.setdefault(name, (medium_labelled(labels), following[:_NEXT]))
    return tuple(
        (name, medium)
        for name, (medium, following) in found.items()
        if not any(one != name and clean_name(text) == one for one in found for text in following)
    )


@cached_per_page
def name_titled(page: Page) -> str | None:
    """What a row of data says is the title: "Title | The Long Tide"."""
    rows = page.tree.iter(*_ROWS) if page.tree is not None else ()
    for row in rows:
        words = (row.text or "").strip()
        titled = _TITLED.fullmatch(words) if not len(row) and len(words) <= len("original title :") else None
        if titled is None:
            continue
        following = [" ".join(text.split()) for text in _texts_after(row)]
        if not following:
            continue
        name, _ = part_year(
            clean_name(following[1] if following[1:] and following[0] == ":" else following[0])
        )
        listed = titled["noun"] is not None and any(one.endswith(":") for one in following[1:_NEXT])
        listed = listed and not name[:1].isdigit()  # "Show: 7pm"
        if is_name(name) and (listed or len(_labels_among(following[1:])) >= _FEWEST):
            return name
    return None


def _texts_after(element: HtmlElement) -> list[str]:
    """The runs of text that follow an element. XPath would look at all that follow, each time."""
    return list(islice(_following(element), _TEXTS))


def _following(element: HtmlElement) -> Iterator[str]:
    place: HtmlElement | None = element
    while place is not None:
        if place.tail and not place.tail.isspace():
            yield place.tail
        following = place.getnext()
        while following is not None:
            if isinstance(following.tag, str) and following.tag not in ("script", "style"):
                yield from (text for text in following.itertext() if not text.isspace())
            if following.tail and not following.tail.isspace():
                yield following.tail
            following = following.getnext()
        place = place.getparent()
        if place is None or place.tag in ("body", "html"):
            return


def _labels_among(texts: list[str]) -> list[str]:
    """The labels of data in runs of text as they follow each other, until prose begins."""
    found: list[str] = []
    taken = 0
    for place, text in enumerate(texts):
        if place >= _NEXT and not found:
            break
        words = " ".join(text.split())
        taken += len(words)
        labels = labels_in(words)
        if (len(words) > _PROSE and len(labels) < _FEWEST) or taken > _REACH:
            break
        label = words.rstrip(": ").lower()
        found += [label] if label in _MEDIA else labels
    return list(dict.fromkeys(found))


def book_with_isbn(page: Page) -> tuple[str, str] | None:
    """The one book whose data are set out with its ISBN, by what stands out there, and the digits."""
    found = set()
    for line in page.tree.iter("p", "li", "dd", "figcaption") if page.tree is not None else ():
        isbn = _ISBN_PRINTED.search(line.text_content()) if len(line) else None
        names = {clean_name(one.text_content()) for one in line.iter("em", "i", "cite", "strong", "b")}
        names = {name for name in names if is_name(name) and "isbn" not in name.lower()}
        if isbn and len(names) == 1:
            found.add((names.pop(), re.sub(r"[- ]", "", isbn[1]).upper()))
    return found.pop() if len(found) == 1 else None
