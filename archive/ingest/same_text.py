"""Whether two texts are nearly the same, as before and after an edit. Pure."""

from __future__ import annotations

from archive.folding import fold

SHARE = 0.7  # of all runs of words in either text that both must have

_RUN = 4  # words


def is_nearly_same(left: str, right: str) -> bool:
    """Whether most runs of four words are in both texts: one is a lightly edited copy of the other.

    Texts in a script without spaces are compared by runs of four characters.
    """
    runs_left, runs_right = _runs(left), _runs(right)
    if not runs_left or not runs_right:
        return fold(left) == fold(right)
    return len(runs_left & runs_right) >= SHARE * len(runs_left | runs_right)


def _runs(text: str) -> set[str]:
    words = fold(text).split()
    if len(words) * 12 < len(text):  # hardly a space in it
        folded = "".join(words)
        return {folded[start : start + _RUN] for start in range(len(folded) - _RUN + 1)}
    return {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
