"""What the value of a key in an outlet file or a site rule may be: small checkers that compose.

A checker takes the value as TOML gave it and returns the value as Matinee uses it, or raises `Wrong` with
every mistake that it found.
"""

from __future__ import annotations

import os
import re
import tomllib
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.errors import nearest

Checker = Callable[[Any], Any]

_KINDS = {
    bool: "true or false",
    str: "text",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
}

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")

_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")

_LONGEST_DELAY = 86_400

_ATTRIBUTE = re.compile(r"::attr\([\w-]+\)(?=\s*(?:,|$))")

# Language, script, region, variants, private use: the parts of BCP 47 that are in use.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*(-x(-[a-z\d]{1,8})+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong with a file: `key` as in `listings[0].next`, or "" for the whole value."""

    problem: str
    remedy: str
    key: str = ""

    def under(self, parent: str) -> Mistake:
        """The same mistake seen from one level up; `parent` is a key or an index such as `[0]`."""
        joint = "." if self.key and not self.key.startswith("[") else ""
        return replace(self, key=f"{parent}{joint}{self.key}")


class Wrong(ValueError):
    """A value that will not do, with each of its mistakes."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(*mistakes)
        self.mistakes = mistakes


def _wrong(problem: str, remedy: str) -> Wrong:
    return Wrong(Mistake(problem, remedy))


def kind_of(value: Any) -> str:
    """What a person would call the value's type."""
    return _KINDS.get(type(value), "a date or a time")


def near(word: str, known: Collection[str]) -> str:
    """`did you mean "x"?`, or the words there are, where none is near."""
    close = nearest(word.lower(), known, cutoff=0.7)
    return f'did you mean "{close}"?' if close else f"use one of {', '.join(known)}"


def read_toml(path: Path) -> dict[str, Any]:
    """The file as TOML gives it."""
    try:
        # Editors on Windows put a byte order mark first, which tomllib refuses.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise _wrong(f"cannot be read ({error.strerror})", "check its name and permissions") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _wrong(f"is not UTF-8 (line {line})", "save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # ValueError: bad TOML, or a number of thousands of digits
        raise _wrong(
            f"is not TOML: {error}", "correct it there; text stands in quotes, lists in [ ]"
        ) from None


def named_folders(extra: str | Path | Sequence[str | Path] | None, variable: str) -> list[Path]:
    """The folders that an option or a setting names, then those of an environment variable, each once.

    In text, several folders are parted as in PATH.
    """
    given = [extra] if isinstance(extra, str | Path) else list(extra or [])
    named: list[str | Path] = []
    for entry in [*given, os.environ.get(variable, "")]:
        parts = [entry] if isinstance(entry, Path) else entry.split(os.pathsep)
        named += [part for part in parts if str(part).strip()]
    return list(dict.fromkeys(Path(name).expanduser() for name in named))


def text(value: Any) -> str:
    """Text that is not blank."""
    if not isinstance(value, str):
        raise _wrong(f"is {kind_of(value)}, not text", "put it in quotes")
    if not value.strip():
        raise _wrong("is empty", "fill it in or take the key out")
    return value.strip()


def url(value: Any) -> str:
    """An absolute http or https address."""
    address = text(value)
    if host_of(address) is None or re.search(r"[\s\x00-\x1f\x7f]", address):
        raise _wrong(
            f'"{address}" is no web address', 'write it in full, such as "https://www.example.com/feed"'
        )
    return address


def host(value: Any) -> str:
    """A host, with its port where that is not the scheme's own."""
    name = host_of(f"http://{text(value)}")
    if name is None or set("/@?#") & set(value):
        raise _wrong(f'"{value}" is no host', 'write the host only, such as "blog.example.com"')
    return name


def host_of(address: str) -> str | None:
    """Host of an http(s) URL: lower case, ASCII, with a port that is not the scheme's own; else None."""
    try:
        parts = urlsplit(address)
        port, name = parts.port, (parts.hostname or "").rstrip(".")
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    except ValueError:  # a bad port, a bad bracket, a label that IDNA refuses
        return None
    name = f"[{name}]" if ":" in name else name
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(name):
        return None
    return name if port in {None, 443 if parts.scheme == "https" else 80} else f"{name}:{port}"


def pattern(value: Any) -> re.Pattern[str]:
    """A regular expression."""
    expression = text(value)
    try:
        with warnings.catch_warnings():  # `[[a]` is a slip, which re but warns of
            warnings.simplefilter("error")
            return re.compile(expression)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        remedy = r"correct it; a plain character such as ( or ? is written \( or \?"
        raise _wrong(f"'{expression}' is no regular expression ({error})", remedy) from None


def selector(value: Any) -> str:
    """A CSS selector of elements, or with `::attr(href)` of what Scrapy reads from them."""
    from cssselect import HTMLTranslator, SelectorError  # noqa: PLC0415 - only files with listings pay for it

    expression = text(value)
    try:
        HTMLTranslator().css_to_xpath(_ATTRIBUTE.sub("", expression))
    except SelectorError as error:
        problem = f'"{expression}" is no CSS selector ({str(error).rstrip(".")})'
        raise _wrong(problem, 'write one of the links themselves, such as "article h2 a"') from None
    return expression


def duration(value: Any) -> timedelta:
    """A length of time longer than zero, such as `6h`."""
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        length = timedelta(**{_UNITS[match[2]]: float(match[1])}) if match else timedelta()
    except OverflowError:
        length = timedelta()
    if not length:
        shown = f'"{value}"' if isinstance(value, str) else str(value)
        raise _wrong(
            f"{shown} is no length of time", 'write a number and s, m, h, d or w, such as "30m", "6h" or "1d"'
        )
    return length


def seconds(value: Any) -> float:
    """A number of seconds, from none to a day."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(f"is {kind_of(value)}, not a number", "write seconds without quotes, such as 5 or 2.5")
    if not 0 <= value <= _LONGEST_DELAY:  # false of NaN as well
        raise _wrong(f"{value} is no delay", f"write seconds from 0 to {_LONGEST_DELAY}, such as 5 or 2.5")
    return float(value)


def count(value: Any) -> int:
    """A whole number from one up."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(f"is {kind_of(value)}, not a whole number", "write one from 1 up, without quotes")
    if value < 1:
        raise _wrong(f"{value} is less than 1", "write a whole number from 1 up, or take the key out")
    return value


def day(value: Any) -> date:
    """A day, as TOML has it or in quotes."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _wrong(f"{value!s:.40} is no day", "write it as 2024-05-31") from None


def flag(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise _wrong(f"is {kind_of(value)}, not true or false", "write true or false, without quotes")
    return value


def language(value: Any) -> str:
    """A BCP 47 tag."""
    tag = text(value)
    if not _LANGUAGE.fullmatch(tag):
        raise _wrong(f'"{tag}" is no language tag', 'write one such as "en", "en-GB" or "zh-Hant" (BCP 47)')
    return tag


def path_prefix(value: Any) -> str:
    """The beginning of a URL's path."""
    prefix = text(value)
    if not prefix.startswith("/") or set("?#") & set(prefix):
        raise _wrong(f'"{prefix}" is no path', 'write what follows the host, such as "/film/reviews"')
    return prefix


def one_of(words: Collection[str]) -> Checker:
    """One of these words."""

    def check(value: Any) -> str:
        word = text(value)
        if word not in words:
            raise _wrong(f'"{word}" is not one that Matinee knows', near(word, words))
        return word

    return check


def each(check: Checker, example: str) -> Checker:
    """A list whose items pass `check`, as a tuple without repeats; `example` shows a person such a list."""

    def check_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _wrong(f"is {kind_of(value)}, not a list", f"write it as {example}")
        checked, mistakes = _gather((f"[{i}]", check, item) for i, item in enumerate(value))
        if mistakes:
            raise Wrong(*mistakes)
        return tuple(dict.fromkeys(checked.values()))

    return check_all


def one_or_more(check: Checker, example: str) -> Checker:
    """One value that passes `check`, or a list of such; a tuple in either case."""
    check_all = each(check, example)
    return lambda value: check_all(value) if isinstance(value, list) else (check(value),)


def table(
    keys: Mapping[str, Checker], required: Mapping[str, str], make: Callable[..., Any] = dict
) -> Checker:
    """A table with these keys and no others, handed to `make` as keyword arguments.

    `required` gives an example of each key that must be there.
    """

    def check_table(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _wrong(
                f"is {kind_of(value)}, not a table", f"write {' and '.join(required.values())} in a table"
            )
        unknown = [Mistake("unknown key", near(key, keys), key) for key in value if key not in keys]
        missing = [Mistake("is missing", f"add {required[key]}", key) for key in required if key not in value]
        checked, mistakes = _gather((key, check, value[key]) for key, check in keys.items() if key in value)
        if unknown or missing or mistakes:
            raise Wrong(*unknown, *missing, *mistakes)
        return make(**checked)

    return check_table


def _gather(parts: Iterable[tuple[str, Checker, Any]]) -> tuple[dict[str, Any], list[Mistake]]:
    """Check each (key, checker, value): what passed, and every mistake in what did not."""
    checked: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for key, check, value in parts:
        try:
            checked[key] = check(value)
        except Wrong as wrong:
            mistakes += [mistake.under(key) for mistake in wrong.mistakes]
    return checked, mistakes
