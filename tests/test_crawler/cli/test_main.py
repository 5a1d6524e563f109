"""`matinee` as a person calls it: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from archive.commands.options import Number
from crawler.cli.main import cli
from crawler.outlet.load import SHIPPED

LAMP = """
title = "The Lamp"
home = "https://lamp.example/"
feeds = ["https://lamp.example/feed"]
urls = ["https://lamp.example/one", "https://lamp.example/two"]
follow = ['/20\\d\\d/']
medium = "stage"
every = "90m"
[[sections]]
path = "/stage"
"""
COUNT = len(list(SHIPPED.glob("*.toml")))


def walk(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and all below it, each with what a person types to call it."""
    yield name, command
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from walk(below, f"{name} {word}")


COMMANDS = dict(walk(cli, "matinee"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_examples_of_its_command_that_can_be_typed(name: str) -> None:
    lines = [line.strip() for line in (COMMANDS[name].help or "").splitlines()]
    examples = [line.partition(" | ")[0] for line in lines if re.match(r"matinee( |$)", line)]
    assert any(f"{example} ".startswith(f"{name} ") for example in examples)
    for example in examples:
        called = max((known for known in COMMANDS if f"{example} ".startswith(f"{known} ")), key=len)
        COMMANDS[called].make_context(called, shlex.split(example.removeprefix(called)))


def test_numbers_have_bounds() -> None:
    """SQLite holds no more digits. A seed is a text to it."""
    unbounded = {
        f"{name} --{param.name}"
        for name, command in COMMANDS.items()
        for param in command.params
        if isinstance(param.type, click.IntRange | type(click.INT)) and not isinstance(param.type, Number)
    }
    assert unbounded == {"matinee export --seed"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with one outlet, which nothing but `--outlets` names."""
    monkeypatch.delenv("MATINEE_OUTLETS", raising=False)
    (tmp_path / "lamp.toml").write_text(LAMP)
    return tmp_path


def matinee(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], prog_name="matinee")


def test_the_front_door_lists_every_command() -> None:
    shown = matinee("--help")
    assert shown.exit_code == 0
    named = re.findall(r"^  (\w+)  ", shown.stdout.split("Commands:")[1], re.MULTILINE)
    assert named == [
        *("demo", "add", "outlets", "crawl", "schedule", "status", "import", "reclean", "rescore"),
        *("search", "show", "serve", "stories", "works", "work", "authors", "author", "export", "exports"),
        *("publish", "feed", "save", "stats", "furniture", "rules", "check", "compact", "backup", "merge"),
        *("remove", "upgrade", "completion", "rehydrate", "alerts", "clean"),
    ]


@pytest.mark.parametrize(
    "words",
    [["demo"], ["outlets"], ["outlets", "check"], ["status"], ["import"], ["search"], ["export"], ["clean"]],
)
def test_every_command_has_help(words: list[str]) -> None:
    shown = matinee(*words, "--help")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.startswith(f"Usage: matinee {words[0]}")


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"matinee, version \d+\.\d+\.\d+\n", matinee("--version").stdout)


def test_starting_up_brings_in_nothing_heavy() -> None:
    code = "import sys, crawler.cli.main; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {
        "scrapy",
        "twisted",
        "lxml",
        "parsel",
        "trafilatura",
        "dateparser",
        "rich",
        "fastwarc",
        "sqlite_utils",
    }
    assert not heavy & set(done.stdout.split())


def test_outlets_are_listed_with_what_matters(folder: Path) -> None:
    shown = matinee("outlets", "--outlets", folder)
    assert (shown.exit_code, shown.stderr) == (0, "")
    lines = [line.split("\t") for line in shown.stdout.splitlines()]
    assert lines[0] == ["name", "title", "medium", "home", "sources", "every"]
    assert ["lamp", "The Lamp", "stage", "https://lamp.example/", "2", "90m"] in lines
    assert len(lines) == 1 + 1 + COUNT


def test_outlets_as_json(folder: Path) -> None:
    found = json.loads(matinee("outlets", "--outlets", folder, "--json").stdout)
    lamp = next(outlet for outlet in found if outlet["name"] == "lamp")
    assert lamp["follow"] == [r"/20\d\d/"]
    assert lamp["every"] == "90m"
    assert lamp["sections"] == [{"path": "/stage", "medium": None, "kind": None, "limit": None}]
    assert lamp["path"] == str(folder / "lamp.toml")


def test_the_environment_names_folders_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATINEE_OUTLETS", str(folder))
    assert "\nlamp\t" in matinee("outlets").stdout


def test_a_broken_file_is_told_beside_the_sound_ones(folder: Path) -> None:
    (folder / "broken.toml").write_text("title = ")
    shown = matinee("outlets", "--outlets", folder)
    assert shown.exit_code == 1
    assert len(shown.stdout.splitlines()) == 1 + 1 + COUNT
    assert shown.stderr.startswith(f"Error: {folder / 'broken.toml'}: is not TOML")
    assert len(shown.stderr.splitlines()) == 1


def test_check_counts_what_is_fine(folder: Path) -> None:
    for words in (["outlets", "check", "--outlets", folder], ["outlets", "--outlets", folder, "check"]):
        shown = matinee(*words)
        assert (shown.exit_code, shown.stdout, shown.stderr) == (0, f"{COUNT + 1} outlets are fine.\n", "")
    assert matinee("outlets", "check", folder / "lamp.toml").stdout == "1 outlet is fine.\n"
    assert matinee("outlets", "check", "lamp", "--outlets", folder).stdout == "1 outlet is fine.\n"
    assert matinee("outlets", "check", f"{folder}/").stdout == "1 outlet is fine.\n"


def test_check_takes_a_folder_of_this_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert matinee("outlets", "check", folder.name).stdout == "1 outlet is fine.\n"
    folder.rename("slant")
    assert matinee("outlets", "check", "slant", "--outlets", "slant").stdout == "1 outlet is fine.\n", (
        "a name"
    )


def test_check_prints_a_line_for_each_mistake(folder: Path) -> None:
    path = folder / "broken.toml"
    path.write_text('title = "Broken"\nhome = "lamp"\nfeeds = []\ndelay = -1\nmedum = "film"')
    for words in (["broken", "--outlets", folder], [path]):
        shown = matinee("outlets", "check", *words)
        assert shown.exit_code == 1
        lines = shown.stderr.splitlines()
        assert [re.sub(r"^Error: .*broken\.toml: (\w+): .*", r"\1", line) for line in lines] == [
            "medum",
            "home",
            "delay",
        ]
        assert shown.stdout == "0 outlets are fine.\n"


def test_check_sees_two_outlets_on_one_host(folder: Path) -> None:
    (folder / "torch.toml").write_text(LAMP)
    for words in (["--outlets", folder], ["torch", "--outlets", folder], [f"{folder}/"]):
        shown = matinee("outlets", "check", *words)
        assert shown.exit_code == 1
        assert f"lamp.example is the host of {folder / 'lamp.toml'} too" in shown.stderr


def test_a_name_that_nothing_has(folder: Path) -> None:
    shown = matinee("outlets", "check", "lmap", "--outlets", folder)
    assert shown.exit_code == 2
    assert "no outlet is named lmap; did you mean lamp?" in shown.stderr


@pytest.mark.parametrize("words", [["outlets"], ["outlets", "check"], ["outlets", "check", "lamp"]])
def test_a_folder_that_is_not_there(folder: Path, words: list[str]) -> None:
    shown = matinee(*words, "--outlets", folder, "--outlets", folder / "gone.d")
    assert shown.exit_code == 1
    assert f"Error: {folder / 'gone.d'}: this folder of outlets cannot be read" in shown.stderr
    assert len(shown.stderr.splitlines()) == 1


def test_a_file_that_is_not_there(folder: Path) -> None:
    shown = matinee("outlets", "check", folder / "gone.toml")
    assert shown.exit_code == 1
    assert "gone.toml: cannot be read (No such file or directory): check its name" in shown.stderr
