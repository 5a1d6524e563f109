"""Keys by which alike texts find each other. They are stored, so what makes them must not change."""

from __future__ import annotations

import subprocess
import sys

from rensa import RMinHash

from archive.stories.bands import ALGORITHM, BANDS, band_keys, pack_keys, unpack_keys
from archive.stories.shingles import shingles
from tests.support.paths import ROOT
from tests.test_archive.stories.prose import prose

KEYS = (7225134979066633700, -1053977109776358766, 72477945616401352)


def test_keys_are_those_that_archives_have() -> None:
    """If this fails after an update of rensa, raise VERSION in archive/stories/refresh.py."""
    assert RMinHash.ALGORITHM_VERSION == ALGORITHM
    assert band_keys(["a night at the", "night at the harbour"])[:3] == KEYS


def test_keys_are_packed_and_unpacked() -> None:
    keys = band_keys(shingles(prose("one")).runs)
    assert len(keys) == BANDS and all(-(1 << 63) <= key < 1 << 63 for key in keys)
    assert unpack_keys(pack_keys(keys)) == keys and unpack_keys(b"") == ()


def test_copies_share_keys_and_other_texts_none() -> None:
    text = prose("one", 60)
    keys = set(band_keys(shingles(text).runs))
    cut = "\n".join(text.splitlines()[:12])
    assert keys & set(band_keys(shingles(cut).runs))
    others = [set(band_keys(shingles(prose(f"other {number}", 60)).runs)) for number in range(50)]
    assert sum(bool(keys & other) for other in others) <= 2


def test_few_of_a_thousand_cut_copies_share_no_key() -> None:
    missed = 0
    for number in range(1000):
        words = [f"{number}-{place}" for place in range(400)]
        whole, part = set(words), set(words[:160])
        missed += not set(band_keys(whole)) & set(band_keys(part))
    assert missed <= 30  # 13 are expected, where 4 in 10 runs are the same


def test_rensa_is_not_imported_until_texts_are_compared() -> None:
    code = "import archive, archive.db.store, crawler.cli.main, sys; print('rensa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "False"
