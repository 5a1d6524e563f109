"""The keys by which texts that may be alike find each other: bands of a MinHash signature."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable

# Two texts that share the part J of their runs share one key or more with the probability
# 1 - (1 - J ** ROWS) ** BANDS: 0.93 for J = 0.32, 0.99 for 0.42, 1.00 for 0.6. For texts of two stories,
# where J is about 0.0001, it is 1 in 4 million.
BANDS = 25
ROWS = 2

SEED = 2026
# Of rensa's `RMinHash.ALGORITHM_VERSION`; keys of another one cannot be compared with those that are stored.
ALGORITHM = 2

_PACKED = struct.Struct(f"<{BANDS}q")
_DIGEST = struct.Struct(f"<{BANDS * ROWS}I")
_MIX = 0x9E3779B97F4A7C15  # so that equal values in two bands make two keys
_MIXES = b"".join(((band + 1) * _MIX % (1 << 64)).to_bytes(8, "little") for band in range(BANDS))


def band_keys(runs: Iterable[str]) -> tuple[int, ...]:
    """The keys of a text, given its runs of words, also repeated ones: BANDS signed integers of 64 bits."""
    from rensa import RMinHash  # noqa: PLC0415 (needed only where texts are written)

    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update(list(runs))
    digest = minhash.digest()
    digest[::2], digest[1::2] = digest[1::2], digest[::2]  # the first of a band is the upper half of its key
    bands = int.from_bytes(_DIGEST.pack(*digest), "little") ^ int.from_bytes(_MIXES, "little")
    return unpack_keys(bands.to_bytes(_PACKED.size, "little"))


def pack_keys(keys: Collection[int]) -> bytes:
    """Keys as the archive stores them."""
    return _PACKED.pack(*keys)


def unpack_keys(packed: bytes) -> tuple[int, ...]:
    """The keys that were stored; () for a text that has none."""
    return _PACKED.unpack(packed) if packed else ()
