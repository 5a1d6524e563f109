"""Names that a page prints without a label: beside a date, with a role, alone at the end of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from archive.clean.authors import labels
from archive.clean.authors.bylines import CLOSE, close_to_headline, is_line, is_of_work, pieces
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import is_desk, is_name, person_name, person_names, split_names, without_desk
from archive.clean.dom.special_blocks import is_caption
from archive.clean.page.printed import Printed, text_nodes
from archive.clean.patterns import ends_sentence
from archive.clean.vocabulary import UNSPACED, label_words

_LONGEST = 120  # characters of a line
_LONGEST_UNSPACED = 24  # characters of a name and a role in a script without capitals
_LONGEST_DATE = 60  # characters
_LONGEST_LAND = 3  # letters of a land beside the year of a work
_ENDING = 2  # lines after the text that are its own though they stand in another box
_SENTENCE_SPACES = 3  # in the words before or after a name that is part of a sentence
_BIO_WORDS = 12  # of a sentence about the author in which the role stands
_TITLES = ("h1", "h2", "h3")
_TERMS = ("dt", "dd")
_SECTIONS = ("kinds", "media", "dates", "pages")  # tables of the vocabulary
_PLACE_SPACES = 2  # in the name of the place or the agency of an author, at most
_ACCOUNT = re.compile(r"(?:.*\s)?\S+@\S+\.\w+|@\w+")

_DEPARTMENT = re.compile(r"^[\uac00-\ud7af]{2,}\s(?=[\uac00-\ud7af]{2,4}$)")
_CREDITED = re.compile(r"(\D{4,40}?)\s?\(([^\W\d_]+)[^)]*\)")  # "Ann Lee (text)"
_SIGN = re.compile(r"\s[/|·•–—-]\s")  # between a date and a name
_COPYRIGHT = re.compile(r"©|\bcopyright\b", re.I)
_DASH = re.compile(r"^[—–~/-]\s*")
_BRACKETED = re.compile(r"^[(（]([^()（）]+)[)）]$")
_DATE, _BARE_YEAR, _CJK_NAME = map(labels.cased, ("{date}", "{bare_year}", "{cjk_name}"))
_AFTER_NAME, _BEFORE_NAME = map(labels.cased, ("{after_name}", "{before_name}"))
_BIO, _WRITES, _BESIDE_UNSPACED = map(labels.cased, ("{bio}", "{writes}", "{beside_unspaced}"))


def without_labels(lines: Printed, known: Set[str]) -> Iterator[Mention]:
    """Names that are an author's by what is next to them.

    Args:
        known: names of one word that the metadata gives, which count wherever they stand by themselves.
    """
    below = range(max(lines.last - 1, lines.head + 1), min(lines.last + CLOSE, len(lines.blocks)))
    shown = {i: lines.blocks[i] for i in (*close_to_headline(lines), *below)}
    short = ((i, block) for i, block in shown.items() if is_line(block, _LONGEST))
    parts = [(i, piece) for i, block in short for piece in _joined(pieces(block))]
    dated = [_is_date(piece) for _, piece in parts]
    for k, (i, piece) in enumerate(parts):
        near = range(max(k - 2, 0), min(k + 3, len(parts)))
        is_dated = any(dated[n] for n in near if abs(i - parts[n][0]) <= 1)
        beside = [part for _, part in (*parts[max(k - 1, 0) : k], *parts[k + 1 : k + 2])]
        is_known = (name := _signed_name(piece)) in known
        names, place = _read_piece(
            lines, i, name if is_known else piece, beside, is_dated=is_dated, is_known=is_known
        )
        if names and place and not is_of_work(lines, i, lines.blocks[i].text):
            region = lines.region(lines.blocks[i].box)
            if region != "foreign" and (is_known or region != "menu"):
                yield mention(names, place, printed=not is_known).at(i, piece)


def _signed_name(piece: str) -> str:
    """A piece of a line without a dash before it and a date behind it: "— ann, published 2 May 2021"."""
    name, sign, rest = _DASH.sub("", piece, 1).partition(",")
    return name if sign and _is_date(rest) else piece


def _joined(nodes: Sequence[str]) -> list[str]:
    """The pieces of a line; those that an "and" of their own joins are one."""
    joined: list[str] = []
    for node in nodes:
        if joined and node in labels.AND:
            joined[-1] += " &"
        elif joined and joined[-1].endswith(" &"):
            joined[-1] += f" {node}"
        else:
            joined.append(node)
    return joined


def _read_piece(
    lines: Printed, i: int, piece: str, beside: list[str], *, is_dated: bool, is_known: bool
) -> tuple[Sequence[str], str]:
    """The names in a piece of a line, and the kind of place that it is; () or "" for none.

    `beside` are the pieces just before and after it; `is_dated` says that one of all these is a date.
    """
    if is_known:
        return [piece], f"{lines.zone(i)} alone"
    if UNSPACED.search(piece) and labels.ROLE_ENDING.search(_unspaced(piece)):
        return _named(piece), "with a role"
    is_value = any(part.endswith(":") for part in beside[:1]) and lines.in_sheet(i)  # "Editor: The Quay"
    if not is_value and (name := _with_role(piece, beside)):
        return [name], "with a role"
    if _BEFORE_NAME.match(piece) and any(map(_BEFORE_NAME.match, beside)):
        return (), ""  # one of several dated lines is of a list of news
    block = lines.blocks[i]
    may_be_byline = lines.zone(i) == "near" and block.box.tag not in (*_TITLES, "dt")
    if is_dated and may_be_byline and not _is_inside_text(lines, i, piece):
        several = _untold(lines, i, person_names(piece))
        return _named(piece) or several or _one_word(lines, i, piece), "beside a date"
    # Below the text a date may stand beside it: "Ann Lee [12 nov 2005]".
    is_alone = piece == block.text or (is_dated and i > lines.last and len(text_nodes(block)) == 2)
    return _alone(lines, i, piece, is_dated=is_dated) if is_alone else ((), "")


def _alone(lines: Printed, i: int, piece: str, *, is_dated: bool) -> tuple[Sequence[str], str]:
    """The name that a line is between the headline and the text, or at the text's end, and that place."""
    if i == lines.head + 1 and any(block.is_prose for block in lines.blocks[i + 1 : i + 2]):
        is_section = any(map(labels.role_part, without_desk(piece).split()))
        return () if is_section else _untold(lines, i, _named(piece)), "under the headline"
    if i < lines.last - 1:
        return (), ""
    return _closing(lines, i, piece, is_dated=is_dated and i > lines.last), "closing, set off"


def _named(piece: str) -> Sequence[str]:
    """The name that a piece of a line is, with no more than a date, a place or an agency."""
    if _COPYRIGHT.search(piece):
        return ()
    piece = _DASH.sub("", piece, 1)
    if UNSPACED.search(piece):
        text = _unspaced(piece)
        names = split_names(text) if labels.ROLE_ENDING.search(text) and len(text) < _LONGEST_UNSPACED else ()
        return [_DEPARTMENT.sub("", name) for name in names]
    plain = _AFTER_NAME.sub("", _BEFORE_NAME.sub("", piece))
    text = without_desk(plain)
    name, _, rest = text.partition(",")
    least = 1 if plain == piece else 2  # before a date one word is of a town: "Park City, Utah, 3 March"
    if least <= rest.count(" ") <= _PLACE_SPACES and (person := person_name(name)):
        return (person,)
    found = person_name(text) or (text if " " in text and is_desk(text) and is_name(text) else None)
    return (found,) if found else ()


def _untold(lines: Printed, i: int, names: Sequence[str]) -> Sequence[str]:
    """Some names; () where a paragraph below has one.

    A text does not name its author, but the band or the actor that it is about.
    """
    prose = (block.text for block in lines.blocks[i + 1 :] if names and block.is_prose)
    return () if any(name in text for text in prose for name in names) else names


def _one_word(lines: Printed, i: int, piece: str) -> Sequence[str]:
    """The given name or account beside the date in the first line under the headline: "2 May 2021 / Ann".

    Sections are links there, stand before the date and a sign, or are words of the vocabulary.
    """
    block = lines.blocks[i]
    *dates, word = _SIGN.split(piece)
    if block.links or block.bold or block.box.tag in _TERMS or not word.isalnum() or UNSPACED.search(word):
        return ()
    before = [one.text for one in lines.blocks[lines.head + 1 : i]]
    is_section = any(label_words(table)(word) for table in _SECTIONS) or labels.role_part(word)
    is_short = word.isupper() and len(word) <= _LONGEST_LAND  # "USA"
    is_other = is_section or is_short or _SIGN.match(block.text.partition(word)[2]) or _is_date(word)
    return (word,) if all(map(_is_date, before + dates)) and not is_other else ()


def _unspaced(piece: str) -> str:
    """A piece in a script without spaces, without what stands around a name and its role."""
    return _BESIDE_UNSPACED.sub(" ", _AFTER_NAME.sub("", piece)).strip()


def _with_role(piece: str, beside: list[str]) -> str | None:
    """The name in a piece whose role at a publication stands in it, before it or after it."""
    name, _, role = piece.partition(",")
    if labels.is_press_role(role):
        return person_name(name)
    credited = _CREDITED.match(piece)
    if credited and credited[2].lower() in labels.LABEL_WORDS:
        return person_name(credited[1])
    if any(map(labels.is_press_role, beside)):
        return next(iter(_named(piece)), None)
    words = piece.split()
    lead = next((k for k, word in enumerate(words) if not labels.role_part(word)), len(words))
    is_led = labels.is_press_role(" ".join(words[:lead]))
    return person_name(" ".join(words[lead:])) if is_led else None


def _is_inside_text(lines: Printed, i: int, piece: str) -> bool:
    """Whether a piece of a line stands in a sentence, in a caption or in the data sheet of a work."""
    block = lines.blocks[i]
    nodes = ["", *text_nodes(block), ""]
    place = nodes.index(piece) if piece in nodes else 0
    before, after = nodes[place - 1], nodes[place + 1].lstrip(" ,;")
    is_begun = before[-1:].islower() and before.count(" ") >= _SENTENCE_SPACES
    goes_on = after[:1].islower() and after.count(" ") >= _SENTENCE_SPACES and ends_sentence(after)
    return is_begun or goes_on or is_caption(block.box.tag, block.box.classes) or lines.in_sheet(i)


def _is_date(piece: str) -> bool:
    """Whether a piece of a line is a date, or the mail address or account of somebody."""
    if len(piece) > _LONGEST_DATE:
        return False
    is_date = _DATE.search(piece) and not _BARE_YEAR.match(piece)
    return bool(is_date or ("@" in piece and _ACCOUNT.fullmatch(piece)))


def _closing(lines: Printed, i: int, piece: str, *, is_dated: bool) -> Sequence[str]:
    """The name that a line at the end of the text is: "— Ann Lee", in brackets, in emphasis, the last.

    A date beside it sets it off, too.
    """
    block = lines.blocks[i]
    if block.is_heading or not (i <= lines.last + _ENDING or lines.in_main(block)):
        return ()
    if bio := _BIO.match(piece):
        words = piece.split()[:_BIO_WORDS]
        is_press = _WRITES.match(piece, bio.end()) or any(map(labels.is_press_role, words))
        name = person_name(bio[1]) if is_press else None
        return (name,) if name else ()
    bracketed = _BRACKETED.match(piece)
    if bracketed and _CJK_NAME.fullmatch(bracketed[1]):
        return (bracketed[1],)
    heads = any(one.box is block.box and one.is_prose for one in lines.blocks[i + 1 : i + 2])
    is_bold = block.bold > 0.8 * len(block.text) and not heads
    is_marked = bracketed or is_dated or _DASH.match(piece) or is_bold
    return _named(bracketed[1] if bracketed else piece) if is_marked or _ends_text(lines, i) else ()


def _ends_text(lines: Printed, i: int) -> bool:
    """Whether a line is the last paragraph of the box that holds the text."""
    block, outer = lines.blocks[i], lines.blocks[i].box.parent
    if block.box.tag != "p" or block.links or not lines.last < i <= lines.last + _ENDING:
        return False
    after = lines.blocks[i + 1 : i + 2]
    return outer is not None and outer.prose > 0 and not any(outer.holds(other.box) for other in after)
