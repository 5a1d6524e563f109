"""Fill HTML templates (`string.Template` files in `templates/`). All values but `Html` are escaped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from string import Template


class Html(str):
    """Markup that needs no escaping."""

    __slots__ = ()


@cache
def _template(name: str) -> Template:
    return Template((files("crawler.demo") / "templates" / name).read_text("utf-8"))


def fill(name: str, /, **values: str) -> Html:
    """The template file `name`, such as `lantern/article.html`, with its `$names` filled in.

    Raises:
        KeyError: a name in the template has no value.
    """
    safe = {key: value if isinstance(value, Html) else escape(value) for key, value in values.items()}
    return Html(_template(name).substitute(safe))


def join(parts: Iterable[str], separator: str = "\n") -> Html:
    """Join pieces of markup."""
    return Html(separator.join(parts))
