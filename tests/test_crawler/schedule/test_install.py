"""`matinee schedule`: what it prints is what systemd, cron and GitHub take, and it runs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.cli.main import cli
from tests.support.paths import ROOT

ODD = "an %odd $folder; with 'quotes\" \\ and é"


@pytest.fixture(params=["plain", ODD])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / request.param
    (place / "outlets").mkdir(parents=True)
    monkeypatch.chdir(place)
    monkeypatch.setenv("MATINEE_OUTLETS", "outlets")
    monkeypatch.setenv("MATINEE_RULES", "rules")
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE", raising=False)
    return place


def schedule(*words: str) -> str:
    done = CliRunner().invoke(cli, ["schedule", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_all_of_it_or_what_was_asked_for(folder: Path) -> None:
    everything = schedule()
    for part in ("[Service]", "[Timer]", "* * * * cd ", "runs-on:"):
        assert part in everything
    assert "[Service]" not in schedule("--cron") and "[Timer]" in schedule("--systemd")
    assert schedule("--github", "--write", "w").splitlines() == ["w/matinee.yml"]
    assert sorted(path.name for path in Path("w").iterdir()) == ["matinee.yml"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze here")
def test_systemd_takes_the_units(folder: Path, tmp_path: Path) -> None:
    units = tmp_path / "units"
    written = schedule(
        "--systemd", "--write", str(units), "-s", "CONTACT_URL=https://a.example/?q=1%20$x", "--db", "b.db"
    )
    # Where nobody runs systemd, its own units may be missing; whatever it says of ours is a mistake.
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *written.splitlines()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "matinee" in line] == [], done.stderr
    (units / "matinee.service").write_text("[Service]\nExecStart=/nowhere/at/all\nTypo=1\n")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", str(units / "matinee.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Typo" in done.stderr, "it does look"


def test_the_crontab_line_runs_as_cron_runs_it(folder: Path) -> None:
    (line,) = schedule("--cron", "-s", "LOG_LEVEL=INFO").splitlines()[1:]
    minute, rest = line.split(" ", 1)
    assert 0 <= int(minute) < 60
    command = rest.removeprefix("* * * * ").replace(r"\%", "%")  # as crontab(5) says
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    shell = ["/bin/sh", "-c", command]
    done = subprocess.run(shell, cwd="/", env=bare, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")
    assert "No outlet is scheduled" in Path("archive.db.log").read_text()
    assert not Path("archive.db").exists(), "there is nothing to keep in it yet"


def test_github_takes_the_workflow(folder: Path) -> None:
    yaml: Any = pytest.importorskip("yaml")
    workflow = yaml.safe_load(schedule("--github"))
    assert workflow[True]["schedule"][0]["cron"].endswith(" * * * *")  # YAML 1.1 takes `on` for true
    steps = workflow["jobs"]["crawl"]["steps"]
    (run,) = [step["run"] for step in steps if "matinee crawl" in step.get("run", "")]
    command = run.splitlines()[0].partition(" || ")[0]
    assert shlex.split(command) == ["matinee", "crawl", "--db", "archive.db", "--outlets", "outlets"]
    assert {step["with"]["path"] for step in steps if "archive" in str(step.get("with"))} == {"archive.db"}


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (1, 1), (3, 0), (4, 0), (2, 2)])
def test_the_workflow_fails_for_failures_only(folder: Path, code: int, ends: int, tmp_path: Path) -> None:
    yaml: Any = pytest.importorskip("yaml")
    steps = yaml.safe_load(schedule("--github"))["jobs"]["crawl"]["steps"]
    (run,) = [step["run"] for step in steps if "matinee crawl" in step.get("run", "")]
    fake = tmp_path / "bin" / "matinee"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\nexit {code}\n")
    fake.chmod(0o755)
    path = f"{fake.parent}:{os.environ['PATH']}"
    assert subprocess.run(["bash", "-e", "-c", run], env={"PATH": path}, check=False).returncode == ends


def test_a_line_break_is_refused(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["schedule", "-s", "CONTACT_URL=a\nb"])
    assert done.exit_code == 1 and "line break" in done.output


def test_the_interpreter_is_this_one(folder: Path) -> None:
    line = next(line for line in schedule("--systemd").splitlines() if line.startswith("ExecStart="))
    program = line.removeprefix("ExecStart=").strip('"').split()[0]
    assert Path(program).parent == Path(sys.executable).parent
