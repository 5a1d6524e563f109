"""Boosted decision trees in numpy: all trees are walked at once, for many rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_ROWS = 512  # walked at once: more do not fit into a processor's cache, and a giant page's not into memory

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int32]


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

    feature: Ints
    threshold: Floats
    children: Ints
    value: Floats
    roots: Ints
    depth: int

    def sums(self, rows: Floats, trees: slice = slice(None)) -> Floats:
        """The sum over the trees for each row: log-odds.

        Args:
            rows: (rows, features).
            trees: which of the trees; all by default.
        """
        sums = [self._sums(rows[start : start + _ROWS], trees) for start in range(0, len(rows), _ROWS)]
        return np.concatenate(sums) if sums else np.zeros(0, np.float32)

    def _sums(self, rows: Floats, trees: slice) -> Floats:
        flat = np.ascontiguousarray(rows, np.float32).ravel()
        start = (np.arange(len(rows), dtype=np.int32) * rows.shape[1])[:, None]
        roots = self.roots[trees]
        node = np.broadcast_to(roots, (len(rows), len(roots))).copy()
        for _ in range(self.depth):
            right = flat.take(start + self.feature.take(node)) > self.threshold.take(node)
            node = self.children.take(2 * node + right)
        return np.asarray(self.value.take(node).sum(1), np.float32)

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
