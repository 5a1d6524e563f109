"""The model by which py3langid tells languages, unpacked once for all processes of a user.

It comes packed, and unpacking its 68 MB takes a third of a second: nearly as long as all else that a process
loads to clean pages. So the first process leaves them in the user's cache folder, and the others map these
files into memory and read what they need. If that folder cannot be written, each unpacks the model itself.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_ARRAYS = ("nb_ptc", "nb_pc", "nb_classes", "tk_nextmove", "tk_output", "tk_row")  # as py3langid names them
# The folder cannot be read or written, a file in it is cut short, or there is no home folder.
_NO_CACHE = (OSError, EOFError, ValueError, RuntimeError)


@cache
def language_identifier() -> Any:
    """The identifier of py3langid, which gives probabilities from 0 to 1. It is never changed."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    digest = hashlib.sha256((MODEL_DIR / MODEL_FILE).read_bytes()).hexdigest()
    with suppress(*_NO_CACHE):
        return _read(_cache_folder() / f"languages-{digest[:16]}")
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    with suppress(*_NO_CACHE):
        _write(_cache_folder() / f"languages-{digest[:16]}", identifier)
    return identifier


def _cache_folder() -> Path:
    """The folder of Matinee among those where programs keep what they can make again."""
    if sys.platform == "win32":
        caches = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "matinee"


def _write(folder: Path, identifier: Any) -> None:
    """Write a model. Other processes see all of it or nothing, also after a power failure."""
    import numpy as np  # noqa: PLC0415 - not for those who need no model

    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, ignore_cleanup_errors=True) as new:
        for name in _ARRAYS:
            with (Path(new) / f"{name}.npy").open("wb") as file:
                np.save(file, np.asarray(getattr(identifier, name)))
                file.flush()
                os.fsync(file.fileno())
        with suppress(OSError):  # another process was faster
            Path(new).rename(folder)


def _read(folder: Path) -> Any:
    """The identifier of a model that was written. Raises an error if a file of it is cut short."""
    import numpy as np  # noqa: PLC0415
    from py3langid.langid import LanguageIdentifier  # noqa: PLC0415

    ptc, pc, classes, nextmove, output, row = (
        np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS
    )
    # The numbers of a memoryview are Python's own, which its loops read faster than those of NumPy.
    moves, features = nextmove.data, output.data
    return LanguageIdentifier(
        ptc, pc, classes.tolist(), moves, features, norm_probs=True, tk_row=row.tolist()
    )
