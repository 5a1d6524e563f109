"""Names that a page prints after a "By" or another label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.clean.authors import labels
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import is_desk, person_name
from archive.clean.dom.blocks import Block
from archive.clean.page.printed import Printed, spaced_text, text_nodes
from archive.clean.vocabulary import fold_lines
from archive.folding import letters

_LONGEST_LINE = 400  # characters of a line near the headline
_LONGEST_FAR = 120  # characters of a line elsewhere, or of one with a name and no label
_MOST_WORDS = 14  # a byline with more is running text
CLOSE = 8  # lines from the headline, or from the end of the text
_UNDER = 2  # lines under the headline that are its own whatever their box is called

_LONGEST_OTHER, _MOST_OTHER = 40, 4  # characters and words of a byline that names nobody in full
_NO_WORDS = frozenset(("", "|", ":", "：", "-", "–", "—"))
_PAGER_SIGNS = frozenset("«»‹›←→")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\uffdc]")  # than Latin
_CUT, _BEGUN_NAME = map(labels.cased, ("{cut}", "{begun_name}"))
_CONNECTED, _CONNECTS = map(labels.PATTERNS.compiled, ("{connected}", "{connects}"))


def after_labels(lines: Printed) -> list[Mention]:
    """Names after a label or below one: near the headline, below the text, elsewhere after a sure label."""
    found = list(_labelled(lines))
    if any(one.names and labels.REVIEWED.match(one.raw) for one in found):
        # "The Attic", "by Ann Lee", and elsewhere who reviewed it.
        return [one for one in found if one.line != lines.head + 1 or not labels.BARE_BY.match(one.raw)]
    return found


def _labelled(lines: Printed) -> Iterator[Mention]:
    close = {i for i in close_to_headline(lines) if is_line(lines.blocks[i], _LONGEST_LINE)}
    below = set[str]()  # the labels below the text
    asked = [i for i, block in enumerate(lines.blocks) if i in close or len(block.text) <= _LONGEST_FAR]
    texts = [spaced_text(lines.blocks[i]) for i in asked]
    for i, text, words in zip(asked, texts, fold_lines(texts), strict=True):
        block, is_close, is_below = lines.blocks[i], i in close, i > lines.last
        if labels.LABEL_WORDS.isdisjoint(words) and (text.isascii() or not _OTHER_SCRIPT.search(text)):
            continue  # as most
        if not is_close and not _PAGER_SIGNS.isdisjoint(block.text):
            continue
        label, following = _split_byline(lines, i, is_close=is_close)
        region = lines.region(block.box) if following else ""
        if region != "menu" and 0 < i - lines.head <= _UNDER:
            region = ""
        is_sure = labels.WRITTEN_BY.match(label) is not None or (block.is_heading and label == block.text)
        if not following or region == "foreign" or (region and not is_sure):
            continue
        if not (is_close or is_sure or is_below) or is_of_work(lines, i, label):
            continue
        names = _join(following, linked=block.links > 1)
        if labels.OF.fullmatch(label):
            is_far = i < lines.head or (not is_close and (not lines.is_of_text(i) or block.box.tag == "li"))
            if block.box.is_caption or (is_far and " " not in names):
                continue  # "De Staat"
        if not is_close and letters(label) in below:
            continue  # of comments or of other articles
        if is_below:
            below.add(letters(label))
        place = "outside, written by" if region else f"{lines.zone(i)} by"
        found = mention([names], place)
        if not found.names and (is_close or is_sure) and not labels.ENDS_WITH_OF.search(label):
            found = _account(names, place)
        yield found.at(i, block.text)


def _account(text: str, place: str) -> Mention:
    """What a byline has that names nobody in full: "ray", "the team at Kinoblatt"."""
    found = mention([text], place, printed=False)
    is_short = len(text) <= _LONGEST_OTHER and all(name.count(" ") < _MOST_OTHER for name in found.names)
    return found if is_short else replace(found, names=())


def pieces(block: Block) -> list[str]:
    """The text nodes of a line, cut at signs and before Chinese and Japanese labels, white space folded."""
    return [piece for node in text_nodes(block) for piece in _CUT.split(node) if piece]


def is_of_work(lines: Printed, i: int, label: str) -> bool:
    """Whether a label is one of several in the data sheet of a work: "Author" is the book's there."""
    return labels.IN_SHEETS_TOO.match(label) is not None and lines.in_sheet(i)


def close_to_headline(lines: Printed) -> list[int]:
    return [i for i in lines.near if abs(i - lines.head) <= CLOSE]


def is_line(block: Block, longest: int) -> bool:
    is_short = not block.is_prose or block.words <= _MOST_WORDS or "|" in block.text
    return is_short and len(block.text) <= longest


def _split_byline(lines: Printed, i: int, *, is_close: bool) -> tuple[str, list[str]]:
    """The label of the byline in a line and the pieces after it; no pieces for another line."""
    block = lines.blocks[i]
    parts = pieces(block)
    previous = lines.blocks[i - 1].text[-80:] if i and i - 1 != lines.head else ""
    is_dated = is_close and any(map(str.isdigit, block.text))
    for k, piece in enumerate(parts):
        match = labels.BY.match(" ".join(parts[k : k + 2])) if "©" not in piece else None
        match = match or labels.BY_ALONE.fullmatch(piece)
        if not match and is_dated:
            match = labels.SOMEHOW_BY.match(piece)
        label = piece[: match.end()] if match else ""
        # "Photos by" is of somebody who did not write.
        is_other = match and labels.OTHER_ROLE.search(f"{previous} {label}")
        is_own = not is_other or labels.WROTE_TOO.match(label)
        if match and is_own and not _is_credit(lines, i, label):
            following = [piece[match.end() :].strip(), *parts[k + 1 :]]
            if not any(following) and i + 1 < len(lines.blocks):
                following = pieces(lines.blocks[i + 1])
                if labels.ABOUT.fullmatch(label) and (name := _BEGUN_NAME.match(f"{following[0]} ")):
                    following[0] = name[0]
            while following and (following[0] in _NO_WORDS or labels.BY_ALONE.fullmatch(following[0])):
                del following[0]
            if following:
                return label, following
        previous = piece
    return "", []


def _is_credit(lines: Printed, i: int, label: str) -> bool:
    """Whether a "by" is of a work: after its title and a comma, in its data sheet, before other makers."""
    block = lines.blocks[i]
    if labels.CREDIT.search(block.text):
        return True
    if labels.WRITTEN_BY.match(label):
        return False
    around = [box for box in (block.box, block.box.parent) if box is not None and not box.prose]
    below = (one for one in lines.blocks[i + 1 : i + 4] if one.box in around or one.box.parent in around)
    is_of_box = any(labels.CREDIT.search(one.text) for one in below)
    return label.startswith(",") or is_of_box or (block.box.tag in ("dt", "dd") and lines.in_sheet(i))


def _join(parts: list[str], *, linked: bool) -> str:
    """The pieces of a byline, as far as a comma or an "and" connects them.

    Args:
        linked: whether several of them are links: then whole names need nothing between them.
    """
    names = parts[0]
    for piece in parts[1:]:
        if _CONNECTED.match(piece) or _CONNECTS.search(names):
            names += f" {piece}"
        elif is_desk(names) and person_name(piece):
            names = piece  # "Staff | Ann Lee"
        elif linked and person_name(piece) and person_name(names.rpartition(",")[2]):
            names += f", {piece}"
        else:
            break
    return names
