"""Configuration that runs `matinee crawl` hourly: systemd units, a crontab line, a GitHub workflow. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Template
from zlib import crc32

# 3: nothing was due. 4: another crawl is running. 143: the crawl was stopped by SIGTERM. None is a failure.
SUCCESS_CODES = (3, 4, 143)


@dataclass(frozen=True, slots=True)
class CrawlJob:
    """The crawl of one archive, which a scheduler is to start.

    Attributes:
        command: program (absolute path) and arguments.
        folder: absolute path of the working directory.
        archive: absolute path.
        environment: environment variables to set.
    """

    command: tuple[str, ...]
    folder: Path
    archive: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def minute(self) -> int:
        """When to start, in minutes after the hour. Derived from the path, so that crawls spread."""
        return crc32(str(self.archive).encode(errors="surrogateescape")) % 60


def service(job: CrawlJob) -> str:
    """A systemd service that crawls the outlets that are due."""
    variables = [
        f"Environment={_systemd_quoted(f'{name}={value}')}" for name, value in job.environment.items()
    ]
    return _fill_template(
        "matinee.service",
        archive=str(job.archive).replace("%", "%%"),
        folder=str(job.folder).replace("%", "%%"),
        environment="".join(f"{line}\n" for line in variables),
        command=" ".join(_systemd_quoted(word, of_command=True) for word in job.command),
        fine=" ".join(map(str, SUCCESS_CODES)),
    )


def timer(job: CrawlJob) -> str:
    """A systemd timer that starts the service every hour."""
    return _fill_template(
        "matinee.timer", archive=str(job.archive).replace("%", "%%"), minute=f"{job.minute:02}"
    )


def crontab(job: CrawlJob) -> str:
    """A crontab line that crawls the outlets that are due every hour."""
    words = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    command = " ".join([*words, shlex.join(job.command)])
    # Output goes to a file. Otherwise cron would mail the line "Nothing is due" every hour.
    log = f"{job.archive}.log"
    line = f"cd {shlex.quote(str(job.folder))} && {command} >>{shlex.quote(log)} 2>&1"
    return f"{job.minute} * * * * " + line.replace("%", r"\%") + "\n"


def workflow(command: str, archive: str, install: str, minute: int) -> str:
    """A GitHub Actions workflow that crawls the outlets that are due every hour.

    Args:
        command: shell command, run in the root of the repository.
        archive: path relative to the root.
        install: shell command that installs Matinee.
        minute: the minute of the hour at which to start.
    """
    return _fill_template(
        "matinee.yml",
        command=command,
        archive=_yaml_quoted(archive),
        install=install,
        minute=str(minute),
    )


def _systemd_quoted(word: str, *, of_command: bool = False) -> str:
    """A word as systemd.service(5) and systemd.syntax(7) quote it."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    if of_command:
        text = text.replace("$", "$$")
    plain = word and not set(word) & set(" \t\"'\\;") and text == word
    return text if plain else f'"{text}"'


def _yaml_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _fill_template(name: str, **values: str) -> str:
    return Template((files(__package__) / "units" / name).read_text("utf-8")).substitute(values)
