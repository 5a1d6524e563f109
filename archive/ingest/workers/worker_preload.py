"""Imported once by the fork server, for all workers. The workers report a cleaner that fails to import.

The cleaner imports some libraries and reads some tables when a page first needs them, which takes thirty
times as long as a page. It cleans a page here, so that the workers are forked with all that.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from datetime import UTC, datetime

from archive.garbage import collect_rarely, collector_paused

# It holds what makes the cleaner load something: faulty JSON, a language to detect, a printed date in another
# language.
_PAGE = (
    """<!doctype html><title>Low Tide review - The Small Screen</title>
<script type="application/ld+json">{"@type": "Review", "author": {"name": "Ada Quill"},}</script>
<article class=h-entry><h1 class=p-name>Low Tide review</h1>
<p class=byline>By Ada Quill, <time>le 3 janv. 2024 à 9 h</time></p>"""
    + "<p>Nobody hurries in this film, and the keeper of the lighthouse forgives nobody. ***1/2</p>" * 9
).encode()

# Each worker has one thread at work. NumPy would start one more for each further processor, which waits by
# running in a circle.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_log = logging.getLogger("archive.clean")
_level = _log.level
_log.setLevel(logging.CRITICAL)  # what fails here fails again, and is reported, with the page that needs it
with collector_paused(), suppress(Exception):  # what is imported is in no cycle either
    from archive.clean.article import clean
    from archive.model import Capture

    at = datetime(2024, 2, 1, tzinfo=UTC)
    clean(Capture("https://small-screen.example/2024/01/low-tide", at, _PAGE))
    collect_rarely()
_log.setLevel(_level)
