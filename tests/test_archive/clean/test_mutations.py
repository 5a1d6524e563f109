"""No broken page makes `clean` or one of its readers fail: real pages, mutated with a fixed seed.

MATINEE_MUTATIONS=20 mutates each page twenty times, which takes about an hour; by default one page
of 120 is mutated once.
"""

from __future__ import annotations

import json
import os
import pickle
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from archive.clean.article import clean
from archive.model import Capture
from tests.test_archive.clean.mutated_pages import mutate, shared_pages

CAPTURED_AT = datetime(2025, 6, 1, tzinfo=UTC)

TIMES = int(os.environ.get("MATINEE_MUTATIONS", "0"))

EVERY = 120  # page is mutated where MATINEE_MUTATIONS is not set

PARTS = 4


@cache
def sampled_pages(shared: Path) -> list[tuple[str, bytes]]:
    return list(islice(shared_pages(shared), 0, None, EVERY))


@pytest.mark.parametrize("part", range(PARTS))
def test_mutated_pages(part: int, shared: Path) -> None:
    pages = shared_pages(shared) if TIMES else sampled_pages(shared)
    for url, body in islice(pages, part, None, PARTS):
        for number in range(TIMES or 1):
            broken = mutate(body, f"{url} {number}")
            capture = Capture(url, CAPTURED_AT, broken, 200, "text/html", keep_comments=True)
            article = clean(capture, places=True)
            assert article.unread == (), f"mutation {number} of {url}"
            pickle.dumps(article)  # as a worker returns it
            # As SQLite stores it: no half of a character.
            json.dumps(asdict(article), ensure_ascii=False, default=str).encode()
