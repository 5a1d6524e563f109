"""`matinee completion`, and what the script of each shell asks."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from click.testing import Result

from crawler.cli.main import cli
from tests.test_archive.commands.shell_session import SHELLS, shell_session

Run = Callable[..., Result]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script(run: Run, shell: str) -> None:
    script = run("completion", shell).stdout
    assert f"_MATINEE_COMPLETE={shell}_complete" in script
    assert run("completion", "csh").exit_code == 2


def test_bash_can_read_its_script(run: Run) -> None:
    subprocess.run(["bash", "-n"], input=run("completion", "bash").stdout, text=True, check=True)


def completed(*words: str, start: str) -> set[str]:
    completion = BashComplete(cli, {}, "matinee", "_MATINEE_COMPLETE")
    return {item.value for item in completion.get_completions(list(words), start)}


def test_names_are_completed(run: Run, db: Path, tmp_path: Path) -> None:
    assert run("save", "heists", "heist", "--db", str(db)).exit_code == 0
    for command in ("save", "alerts"):
        assert completed(command, "--db", str(db), start="he") == {"heists"}
    assert completed("search", "--db", str(db), "--outlet", start="re") == {"reel"}
    assert completed("search", "--db", str(tmp_path / "none.db"), "--outlet", start="") == set()
    assert completed("stats", "--by", start="outlet,k") == {"outlet,kind"}
    outlets = tmp_path / "outlets"
    outlets.mkdir()
    (outlets / "small-screen.toml").write_text("")
    assert completed("crawl", "--outlets", str(outlets), start="small") == {"small-screen"}
    assert completed("outlets", "--outlets", str(outlets), "check", start="small-s") == {"small-screen"}


def test_commands_options_and_choices_are_completed() -> None:
    assert completed(start="st") == {"stats", "status", "stories"}
    assert completed("search", start="--fa") == {"--facets"}
    assert completed("search", "--sort", start="new") == {"newest"}


@pytest.mark.parametrize("shell", SHELLS)
def test_real_shells_complete_commands_options_and_names(
    run: Run, db: Path, tmp_path: Path, shell: str
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"apt-get install {shell}")
    assert run("save", "long-heists", "heist", "--db", str(db)).exit_code == 0
    with shell_session(shell, tmp_path) as session:
        session.complete("matinee sea", "matinee search ")
        session.complete("matinee search --fa", "matinee search --facets ")
        session.complete("matinee search --sort new", "--sort newest ")
        session.complete(f"matinee alerts --db {db} lo", "long-heists ")
        session.complete("matinee cra", "matinee crawl ")
