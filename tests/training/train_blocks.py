"""Train the judge of blocks on all pages and write its weights; print figures cross-validated over hosts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

import archive.clean.judge as room
from archive.clean.dom.blocks import Block
from archive.clean.judge.judge import judge
from archive.clean.judge.weights import FILE, Weights, pack
from tests.bench.scoring import fold, score_text
from tests.training.composed import SORTS, composed
from tests.training.fit import fit, folds_of
from tests.training.furniture import Lender
from tests.training.pages import FOLDS, TrainingPage, flattened, load_pages, shortened

_AGREE, _CONTRADICT = 0.9, 0.7  # F1 of words


def main() -> None:
    """Write the weights learned from all pages, and print a table of figures on hosts kept apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="print the table, write no weights")
    chosen = parser.parse_args()
    pages = load_all()
    if not chosen.check:
        write(learn(pages))
    for line in figures(cross_validate(pages)):
        print(line)


def load_all() -> list[TrainingPage]:
    """Every page with known answers, with what else is learned from it.

    Every third page is learned from once more as plain text, where no markup helps, every third as a short
    post, and each twice with furniture of another sort in it.
    """
    pages = [page for source in ("articles", "news", "reviews") for page in load_pages(source)]
    known = [page for page in pages if page.content is not None]
    lenders = [Lender(page) for page in known]
    for number, page in enumerate(known):
        variants = [composed(page, lenders, turn) for turn in (number, number + len(SORTS) // 2)]
        if number % 3 == 0:
            variants.append(flattened(page))
        elif number % 3 == 1:
            variants.append(shortened(page))
        page.variants += filter(None, variants)
    return pages


def weights_by_fold(pages: Sequence[TrainingPage]) -> Iterator[tuple[Weights, list[TrainingPage]]]:
    """For each fold of hosts, the weights learned from all other hosts, and the pages of its own."""
    for number, (others, apart) in enumerate(folds_of(pages, FOLDS), 1):
        print(f"fold {number} of {FOLDS}: {len(others)} pages train, {len(apart)} are read", file=sys.stderr)
        yield learn(others), apart


def cross_validate(pages: Sequence[TrainingPage]) -> dict[str, list[tuple[TrainingPage, str]]]:
    """What the judge takes of each page, by source, with weights that never saw the page's host."""
    texts: dict[str, list[tuple[TrainingPage, str]]] = {}
    for weights, apart in weights_by_fold(pages):
        for page in apart:
            texts.setdefault(page.source, []).append((page, judged_text(weights, page)))
            flat = flattened(page)
            texts.setdefault(f"{page.source}, flat", []).append((flat, judged_text(weights, flat)))
    return texts


def learn(pages: Sequence[TrainingPage]) -> Weights:
    """Learn from the pages whose content is known. Reviews, of which only the ends are, check."""
    known = [page for page in pages if page.content is not None]
    return fit(known, [variant for page in known for variant in page.variants])


def judged_text(weights: Weights, page: TrainingPage) -> str:
    """The blocks that the judge takes, a line each."""
    kept = judge(page.blocks, page.head, lambda: page.extracted, weights).kept
    return _text(page.blocks, kept.tolist())


def _text(blocks: Sequence[Block], kept: Sequence[bool]) -> str:
    return "\n".join(block.text for block, keep in zip(blocks, kept, strict=True) if keep)


def figures(texts: Mapping[str, Sequence[tuple[TrainingPage, str]]]) -> list[str]:
    """A line for each source of pages."""
    lines = []
    for source, read in texts.items():
        line = f"{source:15} {len(read):4} pages"
        if source.startswith("reviews"):
            first, last = _found(read, "first_words"), _found(read, "last_words")
            line += f"  first words {first:.4f}  last words {last:.4f}"
        else:
            scores = [score_text(text, page.truth["main_content"]).f1 for page, text in read]
            line += f"  F1 {fmean(scores):.4f}"
            agreed = [score for score, pair in zip(scores, read, strict=True) if not is_disputed(*pair)]
            line += f" ({fmean(agreed):.4f} without {len(scores) - len(agreed)} disputed pages)"
        furniture = [
            fold(one) in fold(text) for page, text in read for one in page.truth["must_not_contain"] or ()
        ]
        lines.append(line + (f"  leak {fmean(furniture):.4f}" if furniture else ""))
    return lines


def is_disputed(page: TrainingPage, text: str) -> bool:
    """Whether two readers that do not know each other agree on a page, and neither agrees with its truth.

    The judge and trafilatura share nine tenths of their words (F1), and neither shares seven tenths with the
    truth: most such truths end after the introduction, or leave out a transcript or code.
    """
    extracted = _text(page.blocks, page.extracted.tolist())
    pairs = ((text, page.truth["main_content"]), (extracted, page.truth["main_content"]))
    return score_text(text, extracted).f1 >= _AGREE and all(
        score_text(*pair).f1 < _CONTRADICT for pair in pairs
    )


def _found(read: Sequence[tuple[TrainingPage, str]], key: str) -> float:
    return fmean(fold(page.truth[key]) in fold(text) for page, text in read if page.truth[key])


def write(weights: Weights) -> None:
    """Write the weights into the package."""
    path = Path(room.__path__[0]) / FILE
    np.savez_compressed(path, **pack(weights))
    print(f"{FILE}: {path.stat().st_size / 1024:.0f} KiB, {len(weights.names)} words that name elements")


if __name__ == "__main__":
    main()
