"""Changes of a copy's own article: less of it, or the same text in other elements."""

from __future__ import annotations

from copy import deepcopy
from textwrap import wrap

from lxml.html import HtmlElement
from lxml.html.builder import E

from archive.clean.dom.special_blocks import is_prose_text
from tests.training.page_copy import PageCopy


def cut_short(copy: PageCopy) -> None:
    """The text's beginning alone, an offer below it, and then cards of other pages with prose."""
    kept = copy.random.choice((1, 1, 2, 3))
    prose = [p for p in copy.paragraphs if len(p.text_content()) > 60]
    if len(prose) <= kept:
        return
    place = copy.paragraphs.index(prose[kept - 1]) + 1
    held = {element for one in copy.paragraphs[:place] for element in (one, *one.iterancestors())}
    if copy.headed is not None:
        held |= {copy.headed, *copy.headed.iterancestors()}
    for paragraph in copy.paragraphs[place:]:
        if paragraph not in held and paragraph.getparent() is not None:
            paragraph.drop_tree()
        elif paragraph in held:
            for key in [key for key in copy.labels if key[0] is paragraph]:
                copy.labels[key] = copy.labels[key] and paragraph in copy.paragraphs[:place]
    copy.paragraphs = copy.paragraphs[:place]
    maker = copy.maker
    offer = maker.element("div", "section", "aside")
    offer.append(maker.heading(maker.words(3, 8), linked=False))
    offer.append(maker.text("p", maker.sentences(6, 25)))
    offer.append(maker.link(maker.words(1, 4)))
    if copy.random.random() < 0.8:
        copy.insert(copy.paragraphs[-1], offer)
    for _ in range(copy.random.choice((1, 1, 2))):
        copy.below(maker.cards(copy.random.randint(2, 7), 10, 100))


def as_preformatted(copy: PageCopy) -> None:
    """The paragraphs as one preformatted text, as mailing lists and old sites have it."""
    random = copy.random
    texts = [p.text_content() for p in copy.paragraphs]
    paragraphs = [" ".join(text.split()) for text in dict.fromkeys(texts) if len(text) > 40][:40]
    if len(paragraphs) < 3 or copy.core.getparent() is None:
        return
    width, indent = random.randint(60, 80), " " * random.choice((0, 0, 3))
    lines = ["\n".join(wrap(text, width, initial_indent=indent)) for text in paragraphs]
    place: HtmlElement = E.pre("\n\n".join(lines) + "\n")
    if random.random() < 0.3:
        header = "\n".join(
            f"{copy.maker.words(1, 1)}: {copy.maker.words(1, 6)}" for _ in range(random.randint(2, 5))
        )
        place.text = f"{header}\n\n{place.text}"
    if not is_prose_text(place, place.text or ""):
        return
    copy.core.addprevious(place)
    head = copy.maker.element("ul") if random.random() < 0.5 else None
    if head is not None:
        for _ in range(random.randint(1, 3)):
            item = E.li(copy.maker.words(1, 4) + ": ")
            item.append(copy.maker.link(copy.maker.words(2, 9)))
            head.append(item)
        place.addprevious(head)
        if random.random() < 0.6:
            place.addnext(deepcopy(head))
    copy.core.drop_tree()
    copy.core, copy.paragraphs = place, [place]
    copy.labels.update(((place, text), True) for text in paragraphs)


def as_roundup(copy: PageCopy) -> None:
    """The paragraphs but the first as entries that look alike, each under a heading, all of it the text."""
    top = [p for p in copy.paragraphs if p.getparent() is copy.core and p.tag == "p"]
    if len(top) < 6:
        return
    maker, looks = copy.maker, copy.random.getrandbits(32)
    shown = [maker.random.random() < share for share in (0.5, 0.4)]  # a picture, a link in the heading
    entry: HtmlElement | None = None
    for number, paragraph in enumerate(top[copy.random.randint(1, 3) :]):
        if number % 2 == 0:
            entry = maker.alike(looks).element("div", "article", "section", "li")
            paragraph.addprevious(entry)
            heading = maker.alike(looks).entry_heading(linked=shown[1])
            entry.append(heading)
            copy.labels[heading, heading.text_content()] = True
            if shown[0]:
                entry.append(maker.alike(looks).picture())
        assert entry is not None
        entry.append(paragraph)


def split(copy: PageCopy) -> None:
    """The children of the text's element in several elements, promos between them."""
    children = list(copy.core)
    if len(children) < 4 or (copy.core.text or "").strip():
        return
    look = copy.maker.element("div", "section")
    row, room = deepcopy(look), copy.random.randint(1, 5)
    added = [row]
    for child in children:
        if len(row) >= room:
            row, room = deepcopy(look), copy.random.randint(1, 5)
            added.append(row)
        row.append(child)
    for row in added:
        if copy.random.random() < 0.3 and row is not added[0]:
            spot = copy.maker.element("div") if copy.random.random() < 0.6 else copy.maker.promo()
            copy.core.append(spot)
            copy.inserted.append(spot)
        copy.core.append(row)
