"""What a page's data of a work tell: "Regie: Y" under a headline, a box of "Developer" and "Released"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.belonging import others_box
from archive.clean.once import once
from archive.clean.page import Page
from archive.clean.telling import clean_name, is_name, part_year
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
    (None, "autor autore auteur studio kinostart composer country país pays rated rating writer writers"),
)  # fmt: skip
_MEDIA = {word: medium for medium, words in _LABELS for word in words.split()}
_LABEL = re.compile(r"\s*(?P<first>[^\W\d_]+)\.?(?P<more>(?: [\w-]+\.?){0,2})\s*(?P<mark>[:：]|$)")
_INLINE = re.compile(r"(?<![\w’'])(?P<label>[^\W\d_]+)(?: (?:by|von|date|time))?\s?[:：]\s*(?=\S)")
_TAGS = ("dt", "th", "td", "li", "b", "strong", "p", "span", "div", "h4", "h5")
_NAMING = ("h1", "h2", "h3", "h4", "h5", "caption", "strong", "b", "em", "i", "cite")
_LONGEST = 40  # characters of a label with what it is the label of
_FEWEST = 2  # labels of data
_CLIMB = 3
_BOX = 700  # characters; what says more is an article


def labels_in(text: str) -> list[str]:
    """The labels of data in a run of words, each once: "Regie: Jana Kolbe. Mit: Ulf Thielke"."""
    found = (match["label"].lower() for match in _INLINE.finditer(text))
    return list(dict.fromkeys(label for label in found if label in _MEDIA))


def medium_labelled(labels: list[str]) -> Medium | None:
    """The medium that most of these labels speak of."""
    counted = Counter(medium for label in labels if (medium := _MEDIA.get(label)))
    most = counted.most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else None


@once
def boxes_named(page: Page) -> tuple[tuple[str, Medium | None], ...]:
    """The names that boxes of data on the page are headed by, with the medium that their labels speak of."""
    found: dict[str, Medium | None] = {}
    for box, labels in _boxes(page.tree) if page.tree is not None else ():
        if (name := _heading(box)) is not None:
            found.setdefault(name, medium_labelled(labels))
    return tuple(found.items())


def _boxes(tree: HtmlElement) -> Iterator[tuple[HtmlElement, list[str]]]:
    """The boxes that hold two labels or more."""
    held: dict[HtmlElement, list[str]] = {}
    for element in tree.iter(*_TAGS):
        label = _label(element.text)
        for box in islice(element.iterancestors(), _CLIMB) if label else ():
            held.setdefault(box, []).append(label or "")
    for box, labels in held.items():
        if len(set(labels)) >= _FEWEST and others_box(box) in (None, "in <aside>"):
            yield box, labels


def _label(text: str | None) -> str | None:
    if not text or len(text) > _LONGEST:
        return None
    found = _LABEL.match(text)
    word = found["first"].lower() if found else ""
    return word if word in _MEDIA else None


def _heading(box: HtmlElement) -> str | None:
    """The first heading or bold words of a box that is no article, else the first words in it."""
    if box.tag in ("body", "html") or len(box.text_content()) > _BOX:
        return None
    heading = next(box.iter(*_NAMING), None)
    said = heading.text_content() if heading is not None else next((t for t in box.itertext() if t.strip()), "")
    name, _ = part_year(clean_name(said))
    return name if is_name(name) and _label(said) is None else None
