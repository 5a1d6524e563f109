"""What the README prints is what the program takes."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from archive.db.store import Store
from archive.rules.load import load_rules
from crawler.cli.main import cli
from crawler.outlet.load import load_outlet
from crawler.outlet.subscriber_access import read_access
from tests.support.paths import ROOT
from tests.support.web import Host

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def blocks(language: str) -> list[str]:
    return [body for found, body in BLOCK.findall(README) if found == language]


COMMANDS = [line for block in blocks("console") for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("matinee ")])
def test_matinee_takes_the_command(line: str) -> None:
    """Parsed with every option checked, not run."""
    command: click.Command = cli
    context = click.Context(cli)
    words = shlex.split(line)[1:]
    while isinstance(command, click.Group):
        name = words[0] if words and not words[0].startswith("-") else None
        if name is None:
            break
        following = command.get_command(context, words.pop(0))
        assert following is not None, f"no such command: {name}"
        command = following
    command.make_context(line, words, parent=context)


def test_every_command_is_of_a_known_program() -> None:
    programs = {line.split()[0] for line in COMMANDS}
    assert programs <= {"matinee", "pip", "make", "scrapy", "export", "sqlite-utils", "systemctl"}


@pytest.mark.parametrize("target", [line.split()[1] for line in COMMANDS if line.startswith("make ")])
def test_make_has_the_target(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_outlet_file_is_sound_and_scrapy_lists_it(tmp_path: Path) -> None:
    block = example("outlets/small-screen.toml")
    file = tmp_path / "small-screen.toml"
    file.write_text(block, encoding="utf-8")
    assert load_outlet(file).title == "The Small Screen"
    scrapy = [sys.executable, "-m", "scrapy", "list", "-s", f"OUTLETS_DIR={tmp_path}"]
    done = subprocess.run(scrapy, capture_output=True, text=True, cwd=ROOT, check=True)
    assert "small-screen" in done.stdout.split()


def example(name: str) -> str:
    """The file that the README shows under this name."""
    (block,) = (block for block in blocks("toml") if block.startswith(f"# {name}\n"))
    return block


def test_the_outlet_that_is_drawn_and_the_file_of_access_are_sound(tmp_path: Path) -> None:
    (tmp_path / "drawn.toml").write_text(example("outlets/drawn.toml"), encoding="utf-8")
    assert load_outlet(tmp_path / "drawn.toml").javascript == "article p"
    access = tmp_path / "access.toml"
    access.write_text(example("access.toml"), encoding="utf-8")
    access.chmod(0o600)
    assert set(read_access(access)) == {"small-screen"}


def test_the_site_rule_is_sound(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "quarter-past.html").write_text("<p>A saved page.")
    (tmp_path / "small-screen.example.toml").write_text(example("rules/small-screen.example.toml"))
    rules = load_rules(tmp_path).hosts["small-screen.example"]
    assert rules.rule.scale == 10 and rules.eras[0].rule.scale == 5


def test_the_scheduling_recipe_runs_as_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for the name of the outlet, which is a page on this machine, and for systemctl."""
    section = README.partition("### Let it crawl by itself")[2].partition("\n### ")[0]
    lines = [line for _, body in BLOCK.findall(section) for line in body.splitlines()]
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    for name in ("matinee", "scrapy"):
        module = "crawler" if name == "matinee" else "scrapy"
        (bin_folder / name).write_text(f'#!/bin/sh\nexec {sys.executable} -m {module} "$@"\n')
    (bin_folder / "systemctl").write_text("#!/bin/sh\necho $@ >>systemctl.log\n")
    for program in bin_folder.iterdir():
        program.chmod(0o755)
    (tmp_path / "outlets").mkdir()
    web = Host("127.0.0.2")
    page = web.article("/reviews/a", "Page")
    web.feed("/feed.xml", page)
    outlet = f'title = "T"\nhome = "{web.url}/"\nfeeds = ["{web.url}/feed.xml"]\ndelay = 0\n'
    (tmp_path / "outlets" / "small-screen.toml").write_text(outlet)
    env = {
        "PATH": f"{bin_folder}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "MATINEE_OUTLETS": "outlets",
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": str(ROOT),
    }
    codes = {}
    for line in lines:
        shell = ["sh", "-c", line]
        done = subprocess.run(shell, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        codes[line] = done.returncode
        assert "Traceback" not in done.stderr
        assert done.stdout or line.startswith("systemctl"), line
    # A crawl with a limit is none for the schedule, so that the outlet is still due.
    assert set(codes.values()) == {0}, codes
    assert web.asked() == ["/feed.xml", "/reviews/a", "/feed.xml"]
    assert (tmp_path / "systemctl.log").read_text() == "--user enable --now matinee.timer\n"
    unit = (tmp_path / ".config/systemd/user/matinee.service").read_text()
    command = re.search("^ExecStart=(.*)$", unit, re.MULTILINE)
    assert command
    bare = env | {"MATINEE_OUTLETS": ""}
    started = subprocess.run(shlex.split(command[1]), env=bare, cwd="/", check=False)
    assert started.returncode == 3, "nothing is due now"
    assert (tmp_path / ".github/workflows/matinee.yml").exists()


@pytest.mark.parametrize("statement", blocks("sql"))
def test_the_sql_runs_on_an_archive(statement: str, tmp_path: Path) -> None:
    with Store.open(tmp_path / "archive.db", create=True) as store:
        assert list(store.db.query(statement)) == []


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CLI.md"])
def test_links_within_the_project_lead_somewhere(document: str) -> None:
    for target in LINK.findall((ROOT / document).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
