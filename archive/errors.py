"""One small tree of expected errors. Each says what is wrong and what to do next; ids are attributes."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class MatineeError(Exception):
    """An error a person can act on: the command line prints it as one line, never as a traceback.

    Attributes:
        problem: what is wrong, naming the file, key, URL or row.
        remedy: what to do next, or "" where the problem says it all.
    """

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem}: {self.remedy}" if self.remedy else self.problem


class ArchiveError(MatineeError):
    """The archive file cannot be opened, read or written."""

    def __init__(self, path: str, problem: str, remedy: str = "") -> None:
        super().__init__(f"{path}: {problem}", remedy)
        self.path = path


class WithheldError(ArchiveError):
    """A capture's bytes are not in the archive: its page forbids to keep them, and nobody gave leave."""

    def __init__(self, path: str, what: str) -> None:
        problem = f"{what} was not kept, as the page says noarchive"
        remedy = "set keep_noarchive = true in the outlet's file and fetch it again (-a url=... -a refetch=1)"
        super().__init__(path, problem, f"its facts were; where you have leave to keep it, {remedy}")


class InputError(MatineeError):
    """A file handed to `matinee import` (or one record of it) or `matinee clean` cannot be read."""

    def __init__(self, path: str, problem: str, remedy: str = "") -> None:
        super().__init__(f"{path}: {problem}", remedy)
        self.path = path


class ConfigError(MatineeError):
    """A mistake in a file that a person wrote for Matinee, or in what was said of where such files are.

    Attributes:
        path: the file, or the folder that is not there.
        key: the key within the file, such as `listings[0].next`; None where the mistake is the file's own.
    """

    def __init__(self, path: Path, key: str | None, problem: str, remedy: str) -> None:
        where = f"{path}: {key}" if key else f"{path}"
        # A value may hold line breaks; an error is one line.
        super().__init__(" ".join(f"{where}: {problem}".split()), " ".join(remedy.split()))
        self.path = path
        self.key = key


class NotFoundError(MatineeError):
    """Nothing in the archive has this id or URL."""

    def __init__(self, wanted: str, remedy: str = "") -> None:
        super().__init__(f"{wanted}: not in the archive", remedy)
        self.wanted = wanted


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known word that is spelled most like `word`; None if none is close.

    Args:
        cutoff: how alike the two must be, from 0 to 1, by `difflib.SequenceMatcher.ratio`.
    """
    return next(iter(get_close_matches(word, list(known), 1, cutoff)), None)


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """`did you mean NAME?` with the nearest known name, or `otherwise` if none is close."""
    close = nearest(word, known)
    return f"did you mean {close}?" if close else otherwise
