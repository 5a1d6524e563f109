"""Checkers for the values in outlet files, site rules and the subscriber file.

Small checkers are combined into larger ones. A checker is a function. It takes a value as TOML gives it
and returns the value as Matinee uses it. If the value is wrong it raises `InvalidConfig`, which lists every
mistake with its key and what to do about it.

We have our own checkers because people write these files by hand and need every mistake at once, each with a
remedy. msgspec stops at the first mistake, and pydantic does not let its own errors carry a remedy.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from archive.errors import nearest
from archive.urls import host_of

Checker = Callable[[Any], Any]

_TYPE_NAMES = {
    bool: "true or false",
    str: "text",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
}

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")

_MAX_DELAY = 86_400  # seconds

# Scrapy's `::attr(href)` at the end of a selector, which cssselect does not know.
_ATTRIBUTE_SUFFIX = re.compile(r"::attr\([\w-]+\)(?=\s*(?:,|$))")

# The parts of BCP 47 that are in use: language, script, region, variants, private use.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*(-x(-[a-z\d]{1,8})+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong with a file.

    Attributes:
        problem: what is wrong.
        remedy: what to do about it.
        key: the key at fault, such as `listings[0].next`; "" for the whole value.
    """

    problem: str
    remedy: str
    key: str = ""

    def under(self, parent: str) -> Mistake:
        """The same mistake with `parent`, a key or an index such as `[0]`, put before its key."""
        separator = "." if self.key and not self.key.startswith("[") else ""
        return replace(self, key=f"{parent}{separator}{self.key}")


class InvalidConfig(ValueError):
    """A value, table or file has these mistakes."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(*mistakes)
        self.mistakes = mistakes


def _invalid(problem: str, remedy: str) -> InvalidConfig:
    return InvalidConfig(Mistake(problem, remedy))


def type_name(value: Any) -> str:
    """A value's type in plain words, such as `a whole number`."""
    return _TYPE_NAMES.get(type(value), "a date or a time")


def suggestion(word: str, known: Collection[str]) -> str:
    """`did you mean "x"?`, or the list of all known words if none is similar."""
    close = nearest(word.lower(), known, cutoff=0.7)
    return f'did you mean "{close}"?' if close else f"use one of {', '.join(known)}"


def text(value: Any) -> str:
    """Text that is not blank, without the white space around it."""
    if not isinstance(value, str):
        raise _invalid(f"is {type_name(value)}, not text", "put it in quotes")
    if not value.strip():
        raise _invalid("is empty", "fill it in or remove the key")
    return value.strip()


def url(value: Any) -> str:
    """An absolute http or https URL."""
    address = text(value)
    if host_of(address) is None or re.search(r"[\s\x00-\x1f\x7f]", address):
        raise _invalid(
            f'"{address}" is not a web address', 'write it in full, such as "https://www.example.com/feed"'
        )
    return address


def host(value: Any) -> str:
    """A host name, with a port unless it is 80."""
    name = host_of(f"http://{text(value)}")
    if name is None or set("/@?#") & set(value):
        raise _invalid(f'"{value}" is not a host name', 'write the host only, such as "blog.example.com"')
    return name


def pattern(value: Any) -> re.Pattern[str]:
    """A regular expression, compiled."""
    expression = text(value)
    try:
        with warnings.catch_warnings():  # `[[a]` is a mistake, but re only warns about it
            warnings.simplefilter("error")
            return re.compile(expression)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        remedy = r"correct it; a plain character such as ( or ? is written \( or \?"
        raise _invalid(f"'{expression}' is not a regular expression ({error})", remedy) from None


def selector(value: Any) -> str:
    """A CSS selector of elements, or with `::attr(href)` of one of their attributes, as in Scrapy."""
    from cssselect import HTMLTranslator, SelectorError  # noqa: PLC0415 (needed only by files with listings)

    expression = text(value)
    try:
        HTMLTranslator().css_to_xpath(_ATTRIBUTE_SUFFIX.sub("", expression))
    except SelectorError as error:
        problem = f'"{expression}" is not a CSS selector ({str(error).rstrip(".")})'
        raise _invalid(problem, 'write a selector of the links, such as "article h2 a"') from None
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
        raise _invalid(
            f"{shown} is not a length of time",
            'write a number and s, m, h, d or w, such as "30m", "6h" or "1d"',
        )
    return length


def seconds(value: Any) -> float:
    """A number of seconds, from 0 to a day."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _invalid(
            f"is {type_name(value)}, not a number", "write seconds without quotes, such as 5 or 2.5"
        )
    if not 0 <= value <= _MAX_DELAY:  # also refuses NaN
        raise _invalid(f"{value} is not a delay", f"write seconds from 0 to {_MAX_DELAY}, such as 5 or 2.5")
    return float(value)


def count(value: Any) -> int:
    """A whole number, at least 1."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise _invalid(
            f"is {type_name(value)}, not a whole number", "write a number from 1 up, without quotes"
        )
    if value < 1:
        raise _invalid(f"{value} is less than 1", "write a whole number from 1 up, or remove the key")
    return value


def day(value: Any) -> date:
    """A date, as TOML's own type or in quotes."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _invalid(f"{value!s:.40} is not a date", "write it as 2024-05-31") from None


def flag(value: Any) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise _invalid(f"is {type_name(value)}, not true or false", "write true or false, without quotes")
    return value


def language(value: Any) -> str:
    """A BCP 47 language tag."""
    tag = text(value)
    if not _LANGUAGE.fullmatch(tag):
        raise _invalid(
            f'"{tag}" is not a language tag', 'write one such as "en", "en-GB" or "zh-Hant" (BCP 47)'
        )
    return tag


def path_prefix(value: Any) -> str:
    """The beginning of a URL path."""
    prefix = text(value)
    if not prefix.startswith("/") or set("?#") & set(prefix):
        raise _invalid(f'"{prefix}" is not a path', 'write what follows the host, such as "/film/reviews"')
    return prefix


def one_of(words: Collection[str]) -> Checker:
    """Make a checker that accepts only these words."""

    def check(value: Any) -> str:
        word = text(value)
        if word not in words:
            raise _invalid(f'"{word}" is not a known value', suggestion(word, words))
        return word

    return check


def each(check: Checker, example: str) -> Checker:
    """Make a checker for a list whose items pass `check`. It returns a tuple without repeats.

    `example` is a correct list, for the error message.
    """

    def check_list(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _invalid(f"is {type_name(value)}, not a list", f"write it as {example}")
        checked, mistakes = _check_parts((f"[{i}]", check, item) for i, item in enumerate(value))
        if mistakes:
            raise InvalidConfig(*mistakes)
        return tuple(dict.fromkeys(checked.values()))

    return check_list


def one_or_more(check: Checker, example: str) -> Checker:
    """Make a checker for one value that passes `check` or a list of them. It returns a tuple."""
    check_list = each(check, example)
    return lambda value: check_list(value) if isinstance(value, list) else (check(value),)


def table(
    keys: Mapping[str, Checker], required: Mapping[str, str], make: Callable[..., Any] = dict
) -> Checker:
    """Make a checker for a table that has only these keys. It returns `make(**checked_values)`.

    Args:
        keys: the checker of each key's value.
        required: a correct line for each key that must be present, for the error message.
        make: builds the result from the checked values.
    """

    def check_table(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _invalid(
                f"is {type_name(value)}, not a table", f"write {' and '.join(required.values())} in a table"
            )
        unknown = [Mistake("unknown key", suggestion(key, keys), key) for key in value if key not in keys]
        missing = [Mistake("is missing", f"add {required[key]}", key) for key in required if key not in value]
        checked, mistakes = _check_parts(
            (key, check, value[key]) for key, check in keys.items() if key in value
        )
        if unknown or missing or mistakes:
            raise InvalidConfig(*unknown, *missing, *mistakes)
        return make(**checked)

    return check_table


def _check_parts(parts: Iterable[tuple[str, Checker, Any]]) -> tuple[dict[str, Any], list[Mistake]]:
    """Check each (key, checker, value); return the values that passed, by key, and all mistakes."""
    checked: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for key, check, value in parts:
        try:
            checked[key] = check(value)
        except InvalidConfig as wrong:
            mistakes += [mistake.under(key) for mistake in wrong.mistakes]
    return checked, mistakes
