"""What all publishers have in common: how they are found, started and asked what they answered."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from tests.publishers.posts import Post
from tests.support.paths import ROOT

# `make test-publishers` installs the publishers of PyPI here; Debian's servers stand in sbin.
PROGRAMS = os.pathsep.join([str(ROOT / ".publishers/bin"), os.environ.get("PATH", ""), "/usr/sbin"])
BUILD_DEADLINE = 300  # seconds, far more than any build takes on a busy machine


@dataclass(frozen=True)
class Answer:
    """One answer of a site's server: the path with its query as it was asked for, and the status."""

    path: str
    status: int


class Site(Protocol):
    """A site that is being served."""

    url: str  # without a slash at its end

    def answers(self) -> list[Answer]:
        """What the server has answered so far, in order."""

    def close(self) -> None:
        """Stop serving."""


class Publisher(Protocol):
    """One make of publishing software with its default theme.

    Attributes:
        name: of the software and the theme, as an outlet's name.
        prints: which of `authors`, `category` and `time` its pages show; the title, the day and the text
            stand on all pages.
        hides: the states of posts that it can keep from readers.
    """

    name: str
    prints: frozenset[str]
    hides: frozenset[str]

    def missing(self) -> str | None:
        """What is not installed, and how to install it; None if nothing is missing."""

    def version(self) -> str:
        """What the software itself says of its version."""

    def start(self, folder: Path, posts: Sequence[Post]) -> Site:
        """Write the posts into an empty folder, build the site and serve it on an address of its own."""


def program(name: str) -> str:
    """The path of a program. Raises FileNotFoundError if it is not installed."""
    if path := shutil.which(name, path=PROGRAMS):
        return path
    raise FileNotFoundError(name)


def not_installed(programs: Sequence[str], remedy: str) -> str | None:
    """A sentence that names the programs that are not installed, or None."""
    absent = [name for name in programs if not shutil.which(name, path=PROGRAMS)]
    return f"{' and '.join(absent)} not installed: {remedy}" if absent else None


def free_port(address: str) -> int:
    """A port of an address that nothing listens on."""
    with socket.create_server((address, 0)) as free:
        return int(free.getsockname()[1])


def run(*command: str | Path, folder: Path | None = None, given: str | None = None) -> str:
    """Run a program to its end and return what it printed.

    Raises:
        AssertionError: it failed; with all that it printed.
    """
    done = subprocess.run(
        [program(str(command[0])), *map(str, command[1:])],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        timeout=BUILD_DEADLINE,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout}\n{done.stderr}"
    return done.stdout


def slug_in(url: str) -> str:
    """The last part of a URL's path without its ending: the slug of a post if the URL leads to one."""
    return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2].removesuffix(".html")
