"""What has `matinee crawl` run by itself: systemd units, a crontab line, a GitHub Actions workflow. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Template
from zlib import crc32

# Nothing due and another crawl at work are no failures; 143 is a crawl that was told to end.
FINE = (3, 4, 143)


@dataclass(frozen=True, slots=True)
class Job:
    """One archive's crawl, as somebody else is to start it.

    Attributes:
        command: absolute program and arguments.
        folder: absolute; where it is run.
        archive: absolute.
        environment: variables that it needs.
    """

    command: tuple[str, ...]
    folder: Path
    archive: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def minute(self) -> int:
        """Of the hour: the archive's own, so that not everybody's crawls begin on the hour."""
        return crc32(str(self.archive).encode(errors="surrogateescape")) % 60


def service(job: Job) -> str:
    """A systemd service that crawls what is due."""
    variables = [f"Environment={_systemd(f'{name}={value}')}" for name, value in job.environment.items()]
    return _filled(
        "matinee.service",
        archive=str(job.archive).replace("%", "%%"),
        folder=str(job.folder).replace("%", "%%"),
        environment="".join(f"{line}\n" for line in variables),
        command=" ".join(_systemd(word, of_command=True) for word in job.command),
        fine=" ".join(map(str, FINE)),
    )


def timer(job: Job) -> str:
    """A systemd timer that starts the service every hour."""
    return _filled("matinee.timer", archive=str(job.archive).replace("%", "%%"), minute=f"{job.minute:02}")


def crontab(job: Job) -> str:
    """A crontab line that does the same."""
    words = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    command = " ".join([*words, shlex.join(job.command)])
    # Nothing due prints a line, which cron would mail each hour.
    log = f"{job.archive}.log"
    line = f"cd {shlex.quote(str(job.folder))} && {command} >>{shlex.quote(log)} 2>&1"
    return f"{job.minute} * * * * " + line.replace("%", r"\%") + "\n"


def workflow(command: str, archive: str, install: str, minute: int) -> str:
    """A GitHub Actions workflow.

    Args:
        command: as a shell takes it, from the root of the repository.
        archive: path from there.
        install: command that installs Matinee.
        minute: of the hour.
    """
    return _filled(
        "matinee.yml",
        command=command,
        archive=_yaml(archive),
        install=install,
        minute=str(minute),
    )


def _systemd(word: str, *, of_command: bool = False) -> str:
    """A word as systemd.service(5) and systemd.syntax(7) quote it."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    if of_command:
        text = text.replace("$", "$$")
    plain = word and not set(word) & set(" \t\"'\\;") and text == word
    return text if plain else f'"{text}"'


def _yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _filled(name: str, **values: str) -> str:
    return Template((files(__package__) / "units" / name).read_text("utf-8")).substitute(values)
