"""The errors that we expect. Each says what is wrong and what to do next; paths and ids are attributes."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import ClassVar


class MatineeError(Exception):
    """An error that a person can act on: the command line prints it as one line, without a traceback.

    Attributes:
        problem: what is wrong, naming the file, key, URL or row.
        remedy: what to do next, or "" if that is obvious.
        exit_code: of a command that fails with it: 1 for what failed, 2 for what was typed wrong.
    """

    exit_code: ClassVar[int] = 1

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


class NotKeptError(ArchiveError):
    """A capture's bytes are not in the archive; what is known of it is."""

    def renamed(self, what: str) -> NotKeptError:
        """The same error for something else, such as `what was captured at URL`."""
        raise NotImplementedError


class WithheldError(NotKeptError):
    """A capture's bytes are not in the archive, because its page says `noarchive`."""

    def renamed(self, what: str) -> WithheldError:
        return WithheldError(self.path, what)

    def __init__(self, path: str, what: str) -> None:
        problem = f"{what} was not kept, because the page says noarchive"
        remedy = (
            "only its facts were kept; if you have permission to keep it, set keep_noarchive = true in the"
            " outlet's file and fetch it again (-a url=... -a refetch=1)"
        )
        super().__init__(path, problem, remedy)


class DroppedError(NotKeptError):
    """A capture's bytes are not in the archive any more, because `--keep-captures` dropped them.

    Attributes:
        dropped_at: when, as the archive stores times.
    """

    def __init__(self, path: str, what: str, dropped_at: str) -> None:
        problem = f"the bytes of {what} were dropped on {dropped_at[:10]}, as --keep-captures says"
        remedy = "its text and facts are there; to read the page again, fetch it again or import it"
        super().__init__(path, problem, remedy)
        self.dropped_at = dropped_at

    def renamed(self, what: str) -> DroppedError:
        return DroppedError(self.path, what, self.dropped_at)


class InputError(MatineeError):
    """A file that `matinee import` or `matinee clean` was given, or a record in it, cannot be read."""

    def __init__(self, path: str, problem: str, remedy: str = "") -> None:
        super().__init__(f"{path}: {problem}", remedy)
        self.path = path


class ConfigError(MatineeError):
    """A mistake in a file that a person wrote for Matinee, or a folder of such files that cannot be read.

    Attributes:
        path: the file or folder.
        key: the key at fault, such as `listings[0].next`; None if the whole file is.
    """

    def __init__(self, path: Path, key: str | None, problem: str, remedy: str) -> None:
        where = f"{path}: {key}" if key else f"{path}"
        # The text may quote a value with line breaks, but an error is one line.
        super().__init__(" ".join(f"{where}: {problem}".split()), " ".join(remedy.split()))
        self.path = path
        self.key = key


class NotFoundError(MatineeError):
    """Nothing in the archive has this id or URL."""

    def __init__(self, wanted: str, remedy: str = "") -> None:
        super().__init__(f"{wanted if wanted.strip() else repr(wanted)}: not in the archive", remedy)
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
