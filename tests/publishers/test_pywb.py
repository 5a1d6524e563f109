"""What pywb makes of an exported WARC file: its indexer finds the pages, and its server replays them.

It is here, as some of what they need does not go together with what Datasette needs.
"""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.publishers.publisher import free_port
from tests.support.paths import ROOT
from tests.test_archive.export.test_other_readers import PAGES
from tests.test_archive.export.test_warc import HTML, NOON, write

INDEXER = ROOT / ".publishers/bin/cdxj-indexer"
MANAGER = ROOT / ".publishers/bin/wb-manager"
SERVER = ROOT / ".publishers/bin/wayback"
START_DEADLINE = 120  # seconds, far more than pywb takes on a busy machine


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


@pytest.fixture
def replay(tmp_path: Path, warc: Path) -> Iterator[str]:
    """The address at which pywb serves the collection `matinee`, which holds the file."""
    if not SERVER.exists():
        pytest.skip("pywb is not installed: make test-publishers installs it")
    folder = tmp_path / "pywb"
    folder.mkdir()
    for command in (["init", "matinee"], ["add", "matinee", str(warc)]):
        subprocess.run([MANAGER, *command], cwd=folder, capture_output=True, text=True, check=True)
    host = "127.0.0.1"
    port = free_port(host)
    log = tmp_path / "pywb.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [SERVER, "-b", host, "-p", str(port)], cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://{host}:{port}/matinee"
        _wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers. Raises AssertionError, with what it printed, if it does not."""
    deadline = time.monotonic() + START_DEADLINE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=START_DEADLINE).close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"pywb does not answer:\n{log.read_text(errors='replace')}")


def test_pywb_replays_each_page(replay: str) -> None:
    """`id_` asks for the page as it was captured, without pywb's banner and rewritten links."""
    for page in PAGES:
        request = f"{replay}/{NOON:%Y%m%d%H%M%S}id_/{quote(page.url, safe=':/?&=')}"
        try:
            answer = urllib.request.urlopen(request, timeout=START_DEADLINE)
        except urllib.error.HTTPError as error:  # the answer of a page that was captured as missing
            answer = error
        with answer:
            assert (answer.status, answer.read()) == (page.status, page.body), page.url
