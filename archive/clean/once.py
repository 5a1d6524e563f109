"""Readings that several fields ask for are made once a page, and the page keeps them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from archive.clean.page import Page

P = ParamSpec("P")
T = TypeVar("T")


def once(reader: Callable[Concatenate[Page, P], T]) -> Callable[Concatenate[Page, P], T]:
    """Let the page keep what `reader` answers for it and the further arguments, positional and hashable.

    The answer is shared: nobody may change it. It is gone with the page, and a copy of the page starts anew.
    """

    @wraps(reader)
    def kept(page: Page, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (reader, args, tuple(kwargs.items()))
        if key not in page.kept:
            page.kept[key] = reader(page, *args, **kwargs)
        return cast("T", page.kept[key])

    return cast("Callable[Concatenate[Page, P], T]", kept)
