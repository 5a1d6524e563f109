"""Whether two texts are the same to a reader, or nearly, as before and after an edit. Pure."""

from __future__ import annotations

import re
from html import unescape

from archive.folding import fold, fold_typography

SHARE = 0.7  # of all runs of words in either text that both must have

_RUN = 4  # words

_LONGEST_COUNT = 40  # characters of a line

_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")

_DIGITS = re.compile(r"\d+(?:[.,\s\u00a0\u202f]\d{3})*")

# What is counted on pages, and how long ago something was; in the languages that we meet most.
_COUNTED = re.compile(
    r"""\b(?:views?|page\s?views|reads?|readers?|shares?|shared|likes?|comments?|votes?|ratings|claps?|hits|visits
    |followers?|downloads|replies|reactions|times|free\sarticles?|articles?\sleft
    |(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)\sago|(?:min|minutes?)\sread
    |aufrufe?|gelesen|mal|kommentare?|stimmen|geteilt|vor\s\d+\s(?:sekunden|minuten?|stunden?|tage?n?|wochen?)
    |vues?|lectures?|fois|commentaires?|partages?|il\sy\sa\s\d+
    |visualizaciones|visitas|lecturas|comentarios?|veces|compartid[oa]s?|hace\s\d+
    |visualizzazioni|letture|commenti|condivisioni|(?:minuti|ore|giorni)\sfa
    |visualizações|leituras|comentários?|compartilhamentos|há\s\d+
    |weergaven|reacties|geleden|visningar|kommentarer|för\s\d+|wyświetleń|komentarzy|temu)\b
    |просмотр|комментар|назад|閲覧数|回表示|浏览量|阅读量|阅读数|瀏覽|조회|댓글""",
    re.IGNORECASE | re.VERBOSE,
)


def is_nearly_same(left: str, right: str) -> bool:
    """Whether most runs of four words are in both texts: one is a lightly edited copy of the other.

    Texts in a script without spaces are compared by runs of four characters.
    """
    runs_left, runs_right = _runs(left), _runs(right)
    if not runs_left or not runs_right:
        return fold(left) == fold(right)
    return len(runs_left & runs_right) >= SHARE * len(runs_left | runs_right)


def as_readers_see(text: str) -> str:
    """A text without what is no change to a reader: styles of quotes, dashes and spaces, and counts.

    A count is a number in a short line of its own, such as `1,204 views`, `Updated 3 hours ago`.
    """
    lines = text.splitlines()
    return fold_typography("\n".join(_DIGITS.sub("0", line) if _is_count(line) else line for line in lines))


def page_words(source: str) -> str:
    """The folded words of a page's source without its tags, with a space on either side."""
    return f" {fold(unescape(_TAG.sub(' ', source)))} "


def says_the_same(old: str, new: str, old_page: str, new_page: str) -> bool:
    """Whether two texts of a page differ only in how they were read from it.

    Each line that only one of the texts has must stand in both pages. A text that a publisher edited has a
    line that the page did not have before.

    Args:
        old_page, new_page: as `page_words` gives them.
    """
    old_lines, new_lines = old.splitlines(), new.splitlines()
    only_one = {*old_lines} ^ {*new_lines}
    lines = [f" {fold(line)} " for line in only_one if fold(line)]
    return bool(lines) and all(line in old_page and line in new_page for line in lines)


def _is_count(line: str) -> bool:
    return (
        len(line) <= _LONGEST_COUNT and _COUNTED.search(line) is not None and _DIGITS.search(line) is not None
    )


def _runs(text: str) -> set[str]:
    words = fold(text).split()
    if len(words) * 12 < len(text):  # hardly a space in it
        folded = "".join(words)
        return {folded[start : start + _RUN] for start in range(len(folded) - _RUN + 1)}
    return {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
