"""What a process does once for all forked from it: its caches are filled, its memory is cheap to fork."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_HUGE = 1 << 21  # bytes of a huge page
_MADV_COLLAPSE = 25  # of Linux 6.1; Python has no name for it


@contextmanager
def lasting() -> Iterator[None]:
    """What is made within stays until the end: no garbage is looked for there, now or in forked processes.

    They leave the memory that they share as it is, and to fork it takes a tenth of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        _join_pages()


def _join_pages() -> None:
    """Join the pages of 4 KiB into huge pages, which a fork passes on as one. A kernel may refuse."""
    advise = ctypes.CDLL(None).madvise
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, mode, _, _, _, *name = line.split()
        if mode != "rw-p" or name not in ([], ["[heap]"]):
            continue
        start, end = (int(address, 16) for address in addresses.split("-"))
        start, end = -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE
        if start < end:
            advise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_COLLAPSE)


def fill_caches() -> None:
    """Make what is the same in each crawl: a new archive, what is installed, the shipped outlets."""
    from scrapy import cmdline
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoader

    from tests.support.fresh_archives import copy_new_archives, new_archive

    copy_new_archives()
    new_archive()
    cmdline.entry_points = cache(cmdline.entry_points)
    settings = Settings()
    settings.setmodule("crawler.settings")
    # Python keeps which classes are commands and spiders.
    cmdline._get_commands_dict(settings, inproject=True)
    SpiderLoader.from_settings(settings)
    _parse_shipped_outlets()


def _parse_shipped_outlets() -> None:
    """From now on, the outlet files that come with Matinee are parsed already."""
    from crawler.outlet import load

    parse = load._parse_file
    files, _ = load.outlet_files([load.SHIPPED])
    parsed = {path: parse(path) for path in files.values()}
    load._parse_file = lambda path: parsed.get(path) or parse(path)


def try_a_text() -> None:
    """Let Hypothesis read the tables of Unicode and the constants of all modules, which takes it seconds."""
    from hypothesis import given, settings, strategies

    @settings(max_examples=1, database=None)
    @given(strategies.text())
    def read_all(_: str) -> None: ...

    read_all()
