"""Find and parse the TOML files that people write for Matinee."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.config import InvalidConfig, Mistake


def read_toml(path: Path) -> dict[str, Any]:
    """Parse a TOML file. Raises InvalidConfig."""
    try:
        # Windows editors begin a file with a byte order mark, which tomllib refuses.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InvalidConfig(
            Mistake(f"cannot be read ({error.strerror})", "check its name and permissions")
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidConfig(Mistake(f"is not UTF-8 (line {line})", "save it as UTF-8")) from None
    except (ValueError, RecursionError) as error:  # ValueError: bad TOML or an enormous number
        raise InvalidConfig(
            Mistake(f"is not TOML: {error}", "correct it there; put text in quotes and lists in [ ]")
        ) from None


def named_folders(extra: str | Path | Sequence[str | Path] | None, variable: str) -> list[Path]:
    """The folders that a person named, without repeats. A text may name several, separated as in PATH.

    Args:
        extra: the folders that an option or a setting names; they come first.
        variable: the environment variable that may name more.
    """
    given = [extra] if isinstance(extra, str | Path) else list(extra or [])
    folders: list[str | Path] = []
    for entry in [*given, os.environ.get(variable, "")]:
        names = [entry] if isinstance(entry, Path) else entry.split(os.pathsep)
        folders += [name for name in names if str(name).strip()]
    return list(dict.fromkeys(Path(folder).expanduser() for folder in folders))
