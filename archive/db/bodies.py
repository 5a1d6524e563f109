"""The bytes of captures as the archive keeps them: compressed, under their hash. Pure."""

from __future__ import annotations

import hashlib
import threading

import zstandard

ZSTD_LEVEL = 3  # a page in about 1 ms to a fifth of its size; level 4 gains 2% more for 1.7 times the time


# A compressor for each thread, as none may serve two: making one takes a quarter of the time of a page.
_compressors = threading.local()


class DamagedBody(Exception):
    """Stored bytes are not those of their hash. The text says how, such as `does not match its hash`."""


def pack_body(body: bytes) -> bytes:
    """The bytes as the column `_bodies.zstd` keeps them."""
    compressor = getattr(_compressors, "own", None)
    if compressor is None:
        compressor = _compressors.own = zstandard.ZstdCompressor(level=ZSTD_LEVEL)
    packed: bytes = compressor.compress(body)
    return packed


def unpack_body(sha256: str, size: int, packed: bytes) -> bytes:
    """The bytes of a row of `_bodies` that are not withheld. Raises DamagedBody."""
    try:
        body = zstandard.decompress(packed, max_output_size=size)
    except zstandard.ZstdError as error:
        raise DamagedBody(f"is damaged ({error})") from error
    if len(body) != size:
        raise DamagedBody(f"has {len(body)} bytes, not {size}")
    if hashlib.sha256(body).hexdigest() != sha256:
        raise DamagedBody("does not match its hash")
    return body
