"""`matinee schedule`: configuration that runs `matinee crawl` hourly, ready to install."""

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

_INSTALL_COMMENTS = {
    "matinee.service": "# ~/.config/systemd/user/matinee.service",
    "matinee.timer": "# beside it matinee.timer; then: systemctl --user enable --now matinee.timer",
    "matinee.crontab": "# a line for `crontab -e`",
    "matinee.yml": None,  # the file itself contains the comment
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
    help="Write files into this folder instead of printing.",
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
    """Print the configuration that runs `matinee crawl` hourly.

    Prints a systemd service and timer, a crontab line and a GitHub workflow, or only those that the options
    name. They run hourly; `every` in its file sets how often an outlet is crawled. The configuration contains
    the paths of this machine, your folders of outlets and rules, and the settings given with -s. Set
    CONTACT_URL.

    \b
    matinee schedule --systemd --write ~/.config/systemd/user
    matinee schedule --cron
    matinee schedule --github --write .github/workflows
    """
    every_form = not (systemd or cron or github)
    wanted = {
        "matinee.service": systemd or every_form,
        "matinee.timer": systemd or every_form,
        "matinee.crontab": cron or every_form,
        "matinee.yml": github or every_form,
    }
    texts = _texts(db, folders, as_pairs(settings))
    chosen = {name: texts[name] for name in texts if wanted[name]}
    if into is None:
        printed = ("\n".join(filter(None, (_INSTALL_COMMENTS[name], text))) for name, text in chosen.items())
        click.echo("\n".join(printed), nl=False)
        return
    into.mkdir(parents=True, exist_ok=True)
    for name, text in chosen.items():
        (into / name).write_text(text, encoding="utf-8")
        click.echo(into / name)


def _texts(db: Path, folders: Sequence[Path], settings: dict[str, str]) -> dict[str, str]:
    """The text of each configuration file, by file name."""
    from crawler.outlet.load import own_folders  # noqa: PLC0415
    from crawler.schedule import install  # noqa: PLC0415

    here = Path.cwd()
    outlets = list(dict.fromkeys(folder.absolute() for folder in own_folders(folders)))
    set_options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    archive = db.expanduser().absolute()

    def command(program: Sequence[str], archive: str, outlets: Sequence[str]) -> tuple[str, ...]:
        outlet_options = [word for folder in outlets for word in ("--outlets", folder)]
        return (*program, "crawl", "--db", archive, *outlet_options, *set_options)

    environment = {name: _absolute(name, os.environ[name]) for name in _VARIABLES if os.environ.get(name)}
    job = install.CrawlJob(
        command(_program(), str(archive), list(map(str, outlets))), here, archive, environment
    )
    if any(set(text) & {"\n", "\r"} for text in (*job.command, str(here), *environment.values())):
        raise MatineeError(
            "a path or a setting contains a line break", "crontabs and units cannot contain one"
        )
    from_root = command(["matinee"], _within(archive, here), [_within(folder, here) for folder in outlets])
    return {
        "matinee.service": install.service(job),
        "matinee.timer": install.timer(job),
        "matinee.crontab": install.crontab(job),
        "matinee.yml": install.workflow(
            shlex.join(from_root), _within(archive, here), _install_command(here), job.minute
        ),
    }


def _program() -> list[str]:
    """The words that call the `matinee` of this Python environment."""
    script = Path(sys.executable).with_name("matinee")
    return [str(script)] if script.exists() else [sys.executable, "-m", "crawler"]


def _absolute(name: str, value: str) -> str:
    if name == "SCRAPY_SETTINGS_MODULE":
        return value
    parts = (str(Path(part).expanduser().absolute()) for part in value.split(os.pathsep) if part.strip())
    return os.pathsep.join(parts)


def _within(path: Path, root: Path) -> str:
    """The path relative to `root`; only its name if it is not below `root`."""
    return str(path.relative_to(root)) if path.is_relative_to(root) else path.name


def _install_command(root: Path) -> str:
    """The command that installs Matinee: from `root` if that is a clone of it, else this release."""
    if (root / "crawler" / "__main__.py").exists() and (root / "constraints.txt").exists():
        return "pip install --constraint constraints.txt ."
    return f"pip install matinee=={version('matinee')}"
