"""What pywb makes of an exported WARC file: cdxj-indexer makes the index that pywb looks pages up in.

It is here, as some of what it needs does not go together with what Datasette needs.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.support.paths import ROOT
from tests.test_archive.export.test_other_readers import PAGES
from tests.test_archive.export.test_warc import HTML, write

INDEXER = ROOT / ".publishers/bin/cdxj-indexer"


@pytest.fixture(params=["captures.warc.gz", "captures.warc"])
def warc(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return write(tmp_path / request.param, *PAGES)


def test_pywb_finds_each_page_by_its_index(warc: Path) -> None:
    """The index says where in the file each page is."""
    if not INDEXER.exists():
        pytest.skip("cdxj-indexer is not installed: make test-publishers installs it")
    done = subprocess.run([INDEXER, warc], capture_output=True, text=True, check=True)
    rows: list[dict[str, Any]] = [json.loads(line.split(" ", 2)[2]) for line in done.stdout.splitlines()]
    assert {row["url"]: (row["status"], row["mime"]) for row in rows} == {
        "https://reel.example/a?b=c%20d&e=\u00e9": ("200", "text/html"),
        "https://reel.example/b": ("200", "text/html"),
        "https://reel.example/gone": ("404", "text/plain"),
    }
    bodies = {}
    for row in rows:
        with warc.open("rb") as stream:
            stream.seek(int(row["offset"]))
            record = next(iter(ArchiveIterator(stream)))
            bodies[record.rec_headers.get_header("WARC-Target-URI")] = record.content_stream().read()
    assert list(bodies.values()).count(HTML) == 1
    assert sorted(bodies.values()) == sorted(page.body for page in PAGES)
