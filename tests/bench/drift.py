"""False alarms of drift, and how soon a change is seen: `python -m tests.bench.drift [OUTLETS]`."""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import replace

from archive.drift.detect import drifts
from tests.test_archive.drift.test_detect import pages, steady


def main(outlets: int) -> None:
    """Print both."""
    make, alarms = steady(random.Random(1)), Counter[str]()
    for _ in range(outlets):
        alarms.update(drift.sign for drift in drifts(make()))
    print(f"{outlets:,} undisturbed outlets, sections in bouts: {alarms.total()} alarms {dict(alarms)}")
    print("pages before | pages without a byline until it is said")
    for before in (10, 12, 15, 20, 50, 100, 180):
        clean = pages(before + 20)
        for since in range(1, 21):
            kept = clean[: before + since]
            if drifts(kept[:before] + [replace(page, author=False) for page in kept[before:]]):
                print(f"{before:12} | {since}")
                break


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
