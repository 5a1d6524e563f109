"""Train the judge of blocks: cross-validated over hosts, then on all pages; write its weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

import archive.clean.judge as room
from archive.clean.judge.judge import IN_DOUBT, doubt, judge_again, judge_blocks
from archive.clean.judge.weights import FILE, Weights, pack
from tests.bench.scoring import fold, score_text
from tests.training.fit import fit, folds_of
from tests.training.pages import FOLDS, TrainingPage, flattened, load_pages, shortened


def train_blocks() -> None:
    """Write the weights learned from all pages, and print a table of figures on hosts kept apart."""
    corpus = load_pages("articles") + load_pages("news")
    reviews = load_pages("reviews")
    write(learn(corpus + reviews))
    texts: dict[str, list[tuple[TrainingPage, str]]] = {}
    for number, (others, apart) in enumerate(folds_of(corpus + reviews, FOLDS), 1):
        print(f"fold {number} of {FOLDS}: {len(others)} pages train, {len(apart)} are read", flush=True)
        weights = learn(others)
        for page in apart:
            texts.setdefault(page.source, []).append((page, judged_text(weights, page)))
            flat = flattened(page)
            texts.setdefault(f"{page.source}, flat", []).append((flat, judged_text(weights, flat)))
    for line in figures(texts):
        print(line)


def learn(pages: Sequence[TrainingPage]) -> Weights:
    """Learn from the pages whose content is known. Of the reviews only the ends are: they are for checking.

    Every third page is learned from once more as plain text, where no markup helps, and every third as a
    short post.
    """
    known = [page for page in pages if page.content is not None]
    short = filter(None, map(shortened, known[1::3]))
    return fit(known, [*map(flattened, known[::3]), *short])


def judged_text(weights: Weights, page: TrainingPage) -> str:
    """The blocks that the judge takes, a line each."""
    judged = judge_blocks(page.blocks, page.head, weights)
    if doubt(judged, page.blocks) > IN_DOUBT:
        judged = judge_again(judged, page.blocks, page.extracted, weights)
    kept = judged.kept.tolist()
    return "\n".join(block.text for block, keep in zip(page.blocks, kept, strict=True) if keep)


def figures(texts: Mapping[str, Sequence[tuple[TrainingPage, str]]]) -> list[str]:
    """A line for each source of pages."""
    lines = []
    for source, read in texts.items():
        line = f"{source:15} {len(read):4} pages"
        if source.startswith("reviews"):
            first, last = _found(read, "first_words"), _found(read, "last_words")
            line += f"  first words {first:.4f}  last words {last:.4f}"
        else:
            line += (
                f"  F1 {fmean(score_text(text, page.truth['main_content']).f1 for page, text in read):.4f}"
            )
        furniture = [
            fold(one) in fold(text) for page, text in read for one in page.truth["must_not_contain"] or ()
        ]
        lines.append(line + (f"  leak {fmean(furniture):.4f}" if furniture else ""))
    return lines


def _found(read: Sequence[tuple[TrainingPage, str]], key: str) -> float:
    return fmean(fold(page.truth[key]) in fold(text) for page, text in read if page.truth[key])


def write(weights: Weights) -> None:
    """Write the weights into the package."""
    path = Path(room.__path__[0]) / FILE
    np.savez_compressed(path, **pack(weights))
    print(f"{FILE}: {path.stat().st_size / 1024:.0f} KiB, {len(weights.names)} words that name elements")


if __name__ == "__main__":
    train_blocks()
