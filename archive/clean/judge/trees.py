"""Boosted decision trees in numpy: all trees are walked at once, for many rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

_ROWS = 512  # walked at once: more do not fit into a processor's cache, and a giant page's not into memory

# The steps before which walks that have come to a leaf are left off: about half have, and then two thirds.
_LEFT_OFF = (3, 5)
Floats: TypeAlias = NDArray[np.float32]
Columns: TypeAlias = dict[str, Any]  # arrays by name, with a number for each row; or one for all
Ints: TypeAlias = NDArray[np.int32]
Numbers: TypeAlias = NDArray[np.intp]  # that index arrays: numpy converts any other type at each use


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees as flat arrays, an element for each node of all trees.

    Attributes:
        feature: the column that a node compares.
        threshold: a row goes right where its value is greater; inf in a leaf.
        children: the left and right child of each node, (2 * nodes,); a leaf is its own child.
        value: what a leaf adds; of another node, the mean of what is below it.
        roots: the first node of each tree.
        depth: of the deepest tree, in comparisons.
    """

    feature: Numbers
    threshold: Floats
    children: Numbers
    value: Floats
    roots: Numbers
    depth: int

    def sums(self, rows: Floats, trees: slice = slice(None)) -> Floats:
        """The sum over some of the trees for each row of (rows, features): log-odds."""
        roots = self.roots[trees]
        sums = [self._sums(rows[start : start + _ROWS], roots) for start in range(0, len(rows), _ROWS)]
        return np.concatenate(sums) if sums else np.zeros(0, np.float32)

    def _sums(self, rows: Floats, roots: Numbers) -> Floats:
        flat = np.ascontiguousarray(rows, np.float32).ravel()
        start = np.repeat(np.arange(len(rows)) * rows.shape[1], len(roots))  # of the row that each walk reads
        ended = np.tile(roots, len(rows))  # where each walk of a row through a tree has ended
        node, going = ended.copy(), np.arange(len(ended))
        for step in range(self.depth):
            if step in _LEFT_OFF:
                ended[going] = node
                inner = np.isfinite(self.threshold.take(node)).nonzero()[0]
                node, start, going = node.take(inner), start.take(inner), going.take(inner)
            # The numbers are right. `clip` does not check them, and so is faster.
            column = self.feature.take(node, mode="clip")
            column += start
            right = flat.take(column, mode="clip") > self.threshold.take(node, mode="clip")
            node *= 2
            node += right
            node = self.children.take(node, mode="clip")
        ended[going] = node
        return np.asarray(self.value.take(ended).reshape(len(rows), -1).sum(1), np.float32)

    def contributions(self, row: Floats) -> Floats:
        """How much each feature moved the sum for one row, (features,): what its comparisons changed.

        After A. Saabas, "Interpreting random forests" (2014).
        """
        moved = np.zeros(len(row), np.float32)
        for root in self.roots.tolist():
            node = root
            while (
                below := int(self.children[2 * node + (row[self.feature[node]] > self.threshold[node])])
            ) != node:
                moved[self.feature[node]] += self.value[below] - self.value[node]
                node = below
        return moved
