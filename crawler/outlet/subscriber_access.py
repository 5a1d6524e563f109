"""A subscriber's own access: headers and cookies for an outlet, from a file that is no part of the archive.

What stands in that file is sent to the outlet's own hosts and goes nowhere else: no error, log line, `repr`
or capture has it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from archive import config
from archive.config import InvalidConfig, Mistake, type_name
from archive.config_files import read_toml
from archive.errors import ConfigError
from crawler.outlet.outlet import Outlet

T = TypeVar("T")

ENVIRONMENT = "MATINEE_ACCESS"

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2

_HEADER_VALUE = re.compile(r"[\x20-\x7e\xa0-\xff]*")

_COOKIE_VALUE = re.compile(r"[\x21-\x7e]*")

# What says who we are, what we have, or how a message is made, is not the subscriber's to say.
_OURS = frozenset((
    "host", "user-agent", "from", "referer", "range", "accept-encoding", "content-length", "connection",
    "transfer-encoding", "upgrade", "te", "trailer", "expect", "if-none-match", "if-modified-since",
    "if-match", "if-unmodified-since", "if-range",
))  # fmt: skip

_LEAST_SECRET = 8  # characters; a shorter value stands in many pages that do not tell it


class AccessError(ConfigError):
    """A mistake in the access file, or in what was said of where it is. Never holds a value from it."""


@dataclass(frozen=True, slots=True)
class Access:
    """What one outlet's subscriber sends with each request. Kept out of `repr`, and so out of logs.

    Attributes:
        headers: by name.
        cookies: by name.
    """

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)

    def secrets(self) -> tuple[str, ...]:
        """What must be found in nothing that is kept, the longest first: values, as they may be repeated."""
        values = {*self.headers.values(), *self.cookies.values()}
        values |= {value.split()[-1] for value in values if value.strip()}  # of `Bearer ...` its token
        told = {form for value in values if len(value) >= _LEAST_SECRET for form in (value, quote(value, ""))}
        return tuple(sorted(told, key=len, reverse=True))


def access_of(outlet: Outlet, setting: str | Path | None = None) -> Access | None:
    """The outlet's part of the access file; None where there is no such file, or nothing of it in there.

    The file is the one that `setting` (ACCESS_FILE) names, else that of the environment's MATINEE_ACCESS.

    Raises:
        AccessError: the file cannot be read, others can read it, or something in it will not do.
    """
    named = str(setting or os.environ.get(ENVIRONMENT, "")).strip()
    return read_access(Path(named).expanduser()).get(outlet.name) if named else None


def read_access(path: Path) -> dict[str, Access]:
    """Everybody's access by outlet. Raises AccessError."""
    try:
        _refuse_others(path)
        return _file(read_toml(path))
    except InvalidConfig as wrong:
        mistake = wrong.mistakes[0]
        raise AccessError(path, mistake.key or None, mistake.problem, mistake.remedy) from None


def goes_to(outlet: Outlet, url: str) -> bool:
    """Whether a request to `url` may tell the outlet who its subscriber is.

    To the hosts of its articles, not to a service that keeps its feed; never unencrypted where its home is
    encrypted; not for robots.txt, which is everybody's.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    safe = parts.scheme == "https" or urlsplit(outlet.home).scheme == "http"
    return safe and parts.path != "/robots.txt" and outlet.stands_on(url)


def _refuse_others(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise InvalidConfig(
            Mistake(
                f"this file of access cannot be read ({error.strerror})", "create it, or correct its name"
            )
        ) from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise InvalidConfig(Mistake("other users of this machine may read it", f"run: chmod 600 {path}"))


def _file(value: dict[str, Any]) -> dict[str, Access]:
    return {name: _at(name, partial(_one, given)) for name, given in value.items()}


def _one(value: Any) -> Access:
    example = 'write [outlet-name] with headers = { Authorization = "..." } or cookies = { session = "..." }'
    if not isinstance(value, dict):
        raise InvalidConfig(Mistake(f"is {type_name(value)}, not a table", example))
    for key in value:
        if key not in ("headers", "cookies"):
            raise InvalidConfig(Mistake("unknown key", config.near(key, ("headers", "cookies")), key))
    if not any(value.values()):
        raise InvalidConfig(Mistake("has neither headers nor cookies", example))
    return Access(
        _at("headers", lambda: _pairs(value.get("headers", {}), _HEADER_VALUE, "a line break", _OURS)),
        _at("cookies", lambda: _pairs(value.get("cookies", {}), _COOKIE_VALUE, "a blank, `;` or `,`")),
    )


def _pairs(
    value: Any, allowed: re.Pattern[str], barred: str, ours: frozenset[str] = frozenset()
) -> dict[str, str]:
    if not isinstance(value, dict):
        raise InvalidConfig(Mistake(f"is {type_name(value)}, not a table", 'write it as { name = "value" }'))
    return {
        name: _at(name, partial(_pair, name, given, allowed, barred, ours)) for name, given in value.items()
    }


def _pair(name: str, value: Any, allowed: re.Pattern[str], barred: str, ours: frozenset[str]) -> str:
    if not _TOKEN.fullmatch(name):
        raise InvalidConfig(Mistake("is no name of a header or cookie", "use letters, digits, - and _"))
    if ours and name.lower() == "cookie":
        raise InvalidConfig(Mistake("is told by `cookies`", 'write cookies = { name = "value" } instead'))
    if name.lower() in ours:
        raise InvalidConfig(Mistake("is not for a subscriber to set", "take it out"))
    told = config.text(value)
    if not allowed.fullmatch(told) or (not ours and set(";,") & set(told)):
        raise InvalidConfig(
            Mistake(f"has {barred} or other characters in it that cannot be sent", "copy it anew")
        )
    return told


def _at(key: str, check: Callable[[], T]) -> T:
    try:
        return check()
    except InvalidConfig as wrong:
        raise InvalidConfig(*(mistake.under(key) for mistake in wrong.mistakes)) from None
