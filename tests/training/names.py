"""The log-odds that a word which names an element stands around the author's text."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from archive.clean.judge.element_words import element_names, element_words
from archive.clean.judge.weights import STEP
from tests.training.pages import TrainingPage, host_fold

FEWEST_HOSTS = 4  # a word that fewer hosts use says nothing of others

INNER_FOLDS = 4

_FULL_WEIGHT = 20  # words in an element; one with fewer counts for less


class NameCounts:
    """How much of what stands in elements of a name is the author's, over many hosts.

    The log-odds for training leave out a page's own fold of hosts: a model that saw its own page's names
    would trust them too much. (Leaving out only the page's host would leak, too.)
    """

    def __init__(self, pages: Sequence[TrainingPage]) -> None:
        hosts: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for page in pages:
            for word, (content, every) in _words_of(page).items():
                counted = hosts[word, page.host]
                counted[0] += content
                counted[1] += every
        # By fold: for each word the weight for, the weight against, and the hosts.
        self._folds: list[dict[str, tuple[float, float, int]]] = [{} for _ in range(INNER_FOLDS)]
        for (word, host), (content, every) in hosts.items():
            share, weight = content / every, min(1.0, every / _FULL_WEIGHT)
            fold = self._folds[inner_fold(host)]
            before = fold.get(word, (0.0, 0.0, 0))
            fold[word] = (before[0] + share * weight, before[1] + (1 - share) * weight, before[2] + 1)

    def log_odds(self, without: int | None = None) -> dict[str, float]:
        """The log-odds of each word that enough hosts use, without one inner fold."""
        sums: dict[str, tuple[float, float, int]] = {}
        for number, fold in enumerate(self._folds):
            if number != without:
                for word, (content, other, hosts) in fold.items():
                    before = sums.get(word, (0.0, 0.0, 0))
                    sums[word] = (before[0] + content, before[1] + other, before[2] + hosts)
        return {
            word: round(math.log((content + 0.5) / (other + 0.5)) * STEP) / STEP
            for word, (content, other, hosts) in sums.items()
            if hosts >= FEWEST_HOSTS
        }


def inner_fold(host: str) -> int:
    """The fold of a host within the training pages."""
    return host_fold(host, INNER_FOLDS, "inner ")


def _words_of(page: TrainingPage) -> dict[str, tuple[float, float]]:
    """For each word that names an element, how many words in it are the author's, and how many all."""
    assert page.content is not None
    content, every = [0.0] * len(page.boxes), [0.0] * len(page.boxes)
    for block, is_content in zip(page.blocks, page.content.tolist(), strict=True):
        weight = block.words + 0.5
        every[block.box.index] += weight
        content[block.box.index] += weight * is_content
    for box in reversed(page.boxes):
        if box.parent is not None:
            every[box.parent.index] += every[box.index]
            content[box.parent.index] += content[box.index]
    words: dict[str, tuple[float, float]] = {}
    for box in page.boxes:
        if every[box.index]:
            for word in element_words(element_names(box.tag, box.attributes)):
                before = words.get(word, (0.0, 0.0))
                words[word] = (before[0] + content[box.index], before[1] + every[box.index])
    return words
