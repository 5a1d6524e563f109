"""The bytes of captures as the archive keeps them: compressed, most of them with a dictionary. Pure.

A dictionary is nothing but some pages of an outlet. The next page of the same template is then stored as what
differs from them, which takes a tenth to a third of what it takes alone, and no more time.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import zstandard

LEVEL = 1  # as pages come in: 250 kB alone in 0.9 ms, to a fifth; level 3 gains 7% for 1.3 times its time
AGAIN = 9  # when nobody waits: gains 3% over level 6 for 1.5 times its time
COMPARING = 3  # where dictionaries are compared: chooses as level 9 does, in a sixth of its time
DICTIONARY_LEVEL = 12  # of dictionaries themselves: 8 ms for 530 kB; level 19 gains 4% and takes 140 ms
MOST_BYTES = 1 << 20  # of a dictionary
PAGES = (1, 2, 4, 8)  # how many pages a dictionary may consist of
WORTH = 0.95  # of the space without a dictionary, and no dictionary is made
COMPARED = 8  # pages on which dictionaries are compared; 16 choose hardly otherwise, in 1.6 times the time
LOOKED_AT = PAGES[-1] + COMPARED  # pages that `choose_dictionary` looks at where more will follow


# A compressor for each thread, as none may serve two: making one takes a quarter of the time of a page.
_compressors = threading.local()


class DamagedBody(Exception):
    """Stored bytes are not those of their hash. The text says how, such as `does not match its hash`."""


@dataclass(frozen=True)
class Dictionary:
    """The content of a dictionary, ready to compress with. For use in one thread.

    Attributes:
        id: of its row in `_dictionaries`.
        content: the bytes of some pages.
    """

    id: int
    content: bytes

    @cached_property
    def packer(self) -> zstandard.ZstdCompressor:
        """Compresses with this dictionary, as pages come in."""
        return self.packer_at(LEVEL)

    @cached_property
    def packer_again(self) -> zstandard.ZstdCompressor:
        """Compresses with this dictionary, when nobody waits."""
        return self.packer_at(AGAIN)

    def packer_at(self, level: int) -> zstandard.ZstdCompressor:
        """Compresses with this dictionary at a level of zstd."""
        dictionary = zstandard.ZstdCompressionDict(self.content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        dictionary.precompute_compress(level=level)
        return zstandard.ZstdCompressor(level=level, dict_data=dictionary)

    @cached_property
    def unpacker(self) -> zstandard.ZstdDecompressor:
        """Decompresses what was compressed with this dictionary."""
        dictionary = zstandard.ZstdCompressionDict(self.content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        return zstandard.ZstdDecompressor(dict_data=dictionary)


def pack_body(body: bytes, dictionary: Dictionary | None = None, *, again: bool = False) -> bytes:
    """The bytes as the column `_bodies.zstd` keeps them.

    Args:
        again: they are stored already, so that nobody waits: take more time for less space.
    """
    if dictionary is None:
        compressor = _plain_compressor(AGAIN if again else LEVEL)
    else:
        compressor = dictionary.packer_again if again else dictionary.packer
    packed: bytes = compressor.compress(body)
    return packed


def _plain_compressor(level: int) -> zstandard.ZstdCompressor:
    """This thread's compressor without a dictionary."""
    by_level: dict[int, zstandard.ZstdCompressor] = _compressors.__dict__.setdefault("by_level", {})
    if level not in by_level:
        by_level[level] = zstandard.ZstdCompressor(level=level)
    return by_level[level]


def unpack_body(sha256: str, size: int, packed: bytes, dictionary: Dictionary | None = None) -> bytes:
    """The bytes of a row of `_bodies` that are kept. Raises DamagedBody."""
    unpacker = dictionary.unpacker if dictionary else zstandard.ZstdDecompressor()
    try:
        body = unpacker.decompress(packed, max_output_size=size)
    except zstandard.ZstdError as error:
        raise DamagedBody(f"is damaged ({error})") from error
    check_bytes(sha256, size, body)
    return body


def check_bytes(sha256: str, size: int, content: bytes) -> None:
    """Compare bytes with the size and the hash that they must have. Raises DamagedBody."""
    if len(content) != size:
        raise DamagedBody(f"has {len(content)} bytes, not {size}")
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedBody("does not match its hash")


def choose_dictionary(pages: Sequence[bytes], uses: int) -> int:
    """How many of the first pages make the best dictionary; 0 if none is worth its own space.

    Args:
        pages: different pages of one outlet, the latest first.
        uses: number of pages that will be compressed with it, of which these are some.
    """
    plain = _plain_compressor(COMPARING)
    costs = {0: uses * _mean([len(plain.compress(page)) for page in pages[:COMPARED]])}
    for count in PAGES:
        # The pages in it take next to nothing, so the others tell how it serves.
        tried = pages if uses <= len(pages) else pages[count : count + COMPARED]
        if not tried:
            break
        content = dictionary_content(pages[:count])
        packer = Dictionary(0, content).packer_at(COMPARING)
        own = len(plain.compress(content))
        sizes = [len(packer.compress(page)) for page in tried]
        if uses <= len(pages):
            costs[count] = own + sum(sizes)
        else:
            costs[count] = own + (uses - count) * _mean(sizes)
            if costs[count] > min(costs.values()):
                break  # while pages come in: of more pages it would hardly be better
    best = min(costs, key=lambda count: costs[count])
    return best if costs[best] < WORTH * costs[0] else 0


def dictionary_content(pages: Sequence[bytes]) -> bytes:
    """The content of the dictionary that consists of these pages."""
    return b"".join(page[: MOST_BYTES // len(pages)] for page in pages)


def _mean(sizes: Sequence[int]) -> float:
    return sum(sizes) / len(sizes) if sizes else 0.0
