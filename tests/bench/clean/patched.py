"""Replace functions of ours for a while, in this process: production code has no hooks for the bench."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

# A module or class, the name of what it holds, and what it holds meanwhile.
Patch: TypeAlias = tuple[Any, str, Any]


@contextmanager
def patched(patches: Sequence[Patch]) -> Iterator[None]:
    """Meanwhile each module or class holds something else by a name that it has.

    Raises:
        AttributeError: it has no such name.
    """
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in patches]
    for owner, name, meanwhile in patches:
        setattr(owner, name, meanwhile)
    try:
        yield
    finally:
        for owner, name, held in before:
            setattr(owner, name, held)
