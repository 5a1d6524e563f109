"""`matinee schedule`: what has this archive crawled by itself, ready to be installed."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import click

from archive.commands.options import db_option
from archive.errors import MatineeError
from crawler.cli.options import as_pairs, outlets_option, settings_option

_VARIABLES = ("MATINEE_RULES", "SCRAPY_SETTINGS_MODULE")

_HOW = {
    "matinee.service": "# ~/.config/systemd/user/matinee.service",
    "matinee.timer": "# beside it matinee.timer; then: systemctl --user enable --now matinee.timer",
    "matinee.crontab": "# a line for `crontab -e`",
    "matinee.yml": None,  # says so itself
}


@click.command()
@db_option
@outlets_option
@settings_option
@click.option("--systemd", "systemd", is_flag=True, help="A systemd service and its timer.")
@click.option("--cron", "cron", is_flag=True, help="A crontab line.")
@click.option("--github", "github", is_flag=True, help="A GitHub Actions workflow.")
@click.option(
    "--write",
    "into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write files into this folder instead.",
)
def schedule(
    *,
    db: Path,
    folders: tuple[Path, ...],
    settings: tuple[str, ...],
    systemd: bool,
    cron: bool,
    github: bool,
    into: Path | None,
) -> None:
    """Print what has `matinee crawl` run every hour for this archive, with the paths of this machine.

    All of it, or what the options name. An hour is how often it looks; what is due is for `every` in the
    outlets' files to say. The folders of outlets and rules that the environment names now are written in, and
    so is -s: set CONTACT_URL.

    \b
    matinee schedule --systemd --write ~/.config/systemd/user
    matinee schedule --cron
    matinee schedule --github --write .github/workflows
    """
    everything = not (systemd or cron or github)
    wanted = {
        "matinee.service": systemd or everything,
        "matinee.timer": systemd or everything,
        "matinee.crontab": cron or everything,
        "matinee.yml": github or everything,
    }
    texts = _texts(db, folders, as_pairs(settings))
    chosen = {name: texts[name] for name in texts if wanted[name]}
    if into is None:
        shown = ("\n".join(filter(None, (_HOW[name], text))) for name, text in chosen.items())
        click.echo("\n".join(shown), nl=False)
        return
    into.mkdir(parents=True, exist_ok=True)
    for name, text in chosen.items():
        (into / name).write_text(text, encoding="utf-8")
        click.echo(into / name)


def _texts(db: Path, folders: Sequence[Path], settings: dict[str, str]) -> dict[str, str]:
    from crawler.outlet.load import OUTLETS_VARIABLE  # noqa: PLC0415
    from crawler.schedule import install as units  # noqa: PLC0415

    here = Path.cwd()
    named = [str(folder) for folder in folders] + os.environ.get(OUTLETS_VARIABLE, "").split(os.pathsep)
    outlets = list(dict.fromkeys(Path(name).expanduser().absolute() for name in named if name.strip()))
    set_by = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    archive = db.expanduser().absolute()

    def command(program: Sequence[str], archive: str, outlets: Sequence[str]) -> tuple[str, ...]:
        given = [word for folder in outlets for word in ("--outlets", folder)]
        return (*program, "crawl", "--db", archive, *given, *set_by)

    environment = {name: _absolute(name, os.environ[name]) for name in _VARIABLES if os.environ.get(name)}
    job = units.CrawlJob(
        command(_program(), str(archive), list(map(str, outlets))), here, archive, environment
    )
    if any(set(text) & {"\n", "\r"} for text in (*job.command, str(here), *environment.values())):
        raise MatineeError("a path or a setting has a line break in it", "no crontab or unit can hold it")
    from_root = command(["matinee"], _within(archive, here), [_within(folder, here) for folder in outlets])
    return {
        "matinee.service": units.service(job),
        "matinee.timer": units.timer(job),
        "matinee.crontab": units.crontab(job),
        "matinee.yml": units.workflow(
            shlex.join(from_root), _within(archive, here), _install(here), job.minute
        ),
    }


def _program() -> list[str]:
    """The `matinee` of this interpreter."""
    script = Path(sys.executable).with_name("matinee")
    return [str(script)] if script.exists() else [sys.executable, "-m", "crawler"]


def _absolute(name: str, value: str) -> str:
    if name == "SCRAPY_SETTINGS_MODULE":
        return value
    parts = (str(Path(part).expanduser().absolute()) for part in value.split(os.pathsep) if part.strip())
    return os.pathsep.join(parts)


def _within(path: Path, root: Path) -> str:
    """A path as a checkout of the repository at `root` has it; its name alone where it is not in there."""
    return str(path.relative_to(root)) if path.is_relative_to(root) else path.name


def _install(root: Path) -> str:
    """How to install Matinee: from the clone that the workflow is in, or the release that this is."""
    if (root / "crawler" / "__main__.py").exists() and (root / "constraints.txt").exists():
        return "pip install --constraint constraints.txt ."
    return f"pip install matinee=={version('matinee')}"
