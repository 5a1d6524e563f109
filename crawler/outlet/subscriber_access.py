"""A subscriber's access to an outlet: headers and cookies from a file of the user's, MATINEE_ACCESS.

They are sent to the outlet's own hosts only, and never appear in an error, a log line, a `repr` or a capture.
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

ACCESS_VARIABLE = "MATINEE_ACCESS"

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2

_HEADER_VALUE = re.compile(r"[\x20-\x7e\xa0-\xff]*")

_COOKIE_VALUE = re.compile(r"[\x21-\x7e]*")

# Headers that the crawler sets itself. The access file must not set them.
_RESERVED_HEADERS = frozenset((
    "host", "user-agent", "from", "referer", "range", "accept-encoding", "content-length", "connection",
    "transfer-encoding", "upgrade", "te", "trailer", "expect", "if-none-match", "if-modified-since",
    "if-match", "if-unmodified-since", "if-range",
))  # fmt: skip

_MIN_SECRET_LENGTH = 8  # characters; shorter values occur in many pages by chance


class AccessError(ConfigError):
    """A mistake in the access file, or a file that cannot be read. Never contains a value from the file."""


@dataclass(frozen=True, slots=True)
class Access:
    """What to send with each request to one outlet. Not in `repr`, and so not in logs.

    Attributes:
        headers: values by name.
        cookies: values by name.
    """

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)

    def secrets(self) -> tuple[str, ...]:
        """The values that must not be stored, plain and percent-encoded, the longest first."""
        values = {*self.headers.values(), *self.cookies.values()}
        values |= {value.split()[-1] for value in values if value.strip()}  # the token of `Bearer ...`
        secrets = [value for value in values if len(value) >= _MIN_SECRET_LENGTH]
        forms = {form for value in secrets for form in (value, quote(value, ""))}
        return tuple(sorted(forms, key=len, reverse=True))


def load_access(outlet: Outlet, setting: str | Path | None = None) -> Access | None:
    """The outlet's part of the access file; None if there is no file, or no such outlet in it.

    The file is the one that `setting` (ACCESS_FILE) names, else the environment variable MATINEE_ACCESS.

    Raises:
        AccessError: the file cannot be read, other users can read it, or it has a mistake.
    """
    named = str(setting or os.environ.get(ACCESS_VARIABLE, "")).strip()
    return read_access(Path(named).expanduser()).get(outlet.name) if named else None


def read_access(path: Path) -> dict[str, Access]:
    """All access in the file, by name of the outlet. Raises AccessError."""
    try:
        _check_permissions(path)
        return _parse_file(read_toml(path))
    except InvalidConfig as wrong:
        mistake = wrong.mistakes[0]
        raise AccessError(path, mistake.key or None, mistake.problem, mistake.remedy) from None


def may_send_access(outlet: Outlet, url: str) -> bool:
    """Whether the subscriber's headers and cookies may be sent to `url`.

    They go to the hosts of the outlet's articles, not to a service that only serves its feed. They are not
    sent over plain HTTP if the outlet's home uses HTTPS, and not for robots.txt.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    safe = parts.scheme == "https" or urlsplit(outlet.home).scheme == "http"
    return safe and parts.path != "/robots.txt" and outlet.has_articles_on(url)


def _check_permissions(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise InvalidConfig(
            Mistake(f"this access file cannot be read ({error.strerror})", "create it, or correct its name")
        ) from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise InvalidConfig(Mistake("other users of this machine may read it", f"run: chmod 600 {path}"))


def _parse_file(value: dict[str, Any]) -> dict[str, Access]:
    return {name: _under_key(name, partial(_parse_access, given)) for name, given in value.items()}


def _parse_access(value: Any) -> Access:
    example = 'write [outlet-name] with headers = { Authorization = "..." } or cookies = { session = "..." }'
    if not isinstance(value, dict):
        raise InvalidConfig(Mistake(f"is {type_name(value)}, not a table", example))
    for key in value:
        if key not in ("headers", "cookies"):
            raise InvalidConfig(Mistake("unknown key", config.suggestion(key, ("headers", "cookies")), key))
    if not any(value.values()):
        raise InvalidConfig(Mistake("has neither headers nor cookies", example))
    return Access(
        _under_key(
            "headers",
            lambda: _parse_pairs(value.get("headers", {}), _HEADER_VALUE, "a line break", _RESERVED_HEADERS),
        ),
        _under_key(
            "cookies", lambda: _parse_pairs(value.get("cookies", {}), _COOKIE_VALUE, "a blank, `;` or `,`")
        ),
    )


def _parse_pairs(
    value: Any, allowed: re.Pattern[str], barred: str, reserved: frozenset[str] = frozenset()
) -> dict[str, str]:
    if not isinstance(value, dict):
        raise InvalidConfig(Mistake(f"is {type_name(value)}, not a table", 'write it as { name = "value" }'))
    return {
        name: _under_key(name, partial(_parse_pair, name, given, allowed, barred, reserved))
        for name, given in value.items()
    }


def _parse_pair(
    name: str, value: Any, allowed: re.Pattern[str], barred: str, reserved: frozenset[str]
) -> str:
    if not _TOKEN.fullmatch(name):
        raise InvalidConfig(Mistake("is not a name of a header or cookie", "use letters, digits, - and _"))
    if reserved and name.lower() == "cookie":
        raise InvalidConfig(Mistake("belongs into `cookies`", 'write cookies = { name = "value" } instead'))
    if name.lower() in reserved:
        raise InvalidConfig(Mistake("is a header that Matinee sets itself", "remove it"))
    text = config.text(value)
    if not allowed.fullmatch(text) or (not reserved and set(";,") & set(text)):
        raise InvalidConfig(
            Mistake(f"contains {barred} or other characters that cannot be sent", "copy it again")
        )
    return text


def _under_key(key: str, check: Callable[[], T]) -> T:
    """Run `check`; put `key` before the key of each mistake that it raises."""
    try:
        return check()
    except InvalidConfig as wrong:
        raise InvalidConfig(*(mistake.under(key) for mistake in wrong.mistakes)) from None
