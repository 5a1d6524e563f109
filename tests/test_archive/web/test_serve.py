"""The command `matinee serve`: how it starts, ends and fails."""

from __future__ import annotations

import signal
import socket
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from archive.web import serve as serve_module
from crawler.cli.main import cli
from tests.support.processes import DEADLINE
from tests.test_archive.web.conftest import captures, getter, submit
from tests.test_archive.web.serving import serving


def test_it_serves_until_ctrl_c(tmp_path: Path) -> None:
    submit(tmp_path / "archive.db", captures()[:1])
    with serving(tmp_path, "serve", "--port", "0") as (process, url):
        assert b"1 article about 1 work" in urlopen(url, timeout=DEADLINE).read()
        process.send_signal(signal.SIGINT)
        assert process.wait(DEADLINE) == 0


def test_a_wrong_address_prints_no_traceback(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    get = getter(submit(tmp_path / "archive.db", captures()[:1]))
    for address in ("/nothing", "/archive/nothing", "/article/nothing", "/nothing.json"):
        assert get(address).status == 404
    printed = capfd.readouterr()
    assert "Traceback" not in printed.out + printed.err
    assert "not in the archive: " in get("/article/nothing").text


def test_an_address_in_use_is_said(tmp_path: Path) -> None:
    db = submit(tmp_path / "archive.db", [])
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(cli, ["serve", "--db", str(db), "--port", str(port)])
    assert done.exit_code == 1
    assert f"127.0.0.1, port {port}: Address already in use" in done.stderr and "--port" in done.stderr


def test_a_missing_archive_is_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["serve", "--db", str(tmp_path / "none.db")])
    assert done.exit_code == 1 and "there is no archive here" in done.stderr


def test_a_missing_library_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = submit(tmp_path / "archive.db", [])
    monkeypatch.setattr(serve_module, "find_spec", lambda name: None if name == "pygal" else name)
    done = CliRunner().invoke(cli, ["serve", "--db", str(db)])
    assert done.exit_code == 1
    assert done.stderr == "Error: pygal is not installed: install it with: pip install 'matinee[serve]'\n"
