"""Folders of site rules: one TOML file a host, beside files in ftr-site-config's format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from archive import config as checks
from archive.config import Mistake, Wrong
from archive.errors import ConfigError
from archive.model import Medium
from archive.rules.ftr import is_ftr, read_ftr
from archive.rules.model import Era, Expected, HostRules, Rules, SiteRule, bare_host
from archive.rules.selectors import path as path_checker

ENVIRONMENT = "MATINEE_RULES"

_TESTS = '[[test]] with page = "saved-page.html" below it, and what is to be read from that page'


class RuleError(ConfigError):
    """A mistake in a file of site rules, or in what was said of where such files are."""


def rule_folders(extra: str | Path | Sequence[str | Path] | None = None) -> list[Path]:
    """Where to look for rules: `extra` (an option, the setting RULES_DIR), then what MATINEE_RULES names."""
    return checks.named_folders(extra, ENVIRONMENT)


def load_rules(extra: str | Path | Sequence[str | Path] | None = None) -> Rules:
    """The rules of these folders and of the environment's.

    Raises:
        RuleError: the first mistake met, and how many there are; `sound_rules` gives them all.
    """
    rules, errors = sound_rules(rule_folders(extra))
    if errors:
        if more := len(errors) - 1:
            errors[0].remedy += f" ({more} more: `matinee rules check` names them)"
        raise errors[0]
    return rules


def sound_rules(folders: Iterable[Path]) -> tuple[Rules, list[RuleError]]:
    """The rules that can be used, and every mistake in the other files.

    Of two files for one host that of the earlier folder counts, and in one folder the TOML file.
    """
    files, missing = rule_files(folders)
    rules, mistakes = read_rules(files)
    return rules, missing + mistakes


def read_rules(files: Iterable[Path]) -> tuple[Rules, list[RuleError]]:
    """The rules of these files that can be used, and every mistake in the others."""
    found: dict[str, HostRules] = {}
    errors: list[RuleError] = []
    for file in files:
        try:
            rules = _read(file)
        except Wrong as wrong:
            errors += [RuleError(file, m.key or None, m.problem, m.remedy) for m in wrong.mistakes]
            continue
        if rules:
            found.setdefault(rules.host, rules)
    return Rules(dict(sorted(found.items(), key=lambda item: item[0].lstrip(".")))), errors


def rule_files(folders: Iterable[Path]) -> tuple[list[Path], list[RuleError]]:
    """The files to read, those that count first, and an error for each folder that cannot be read."""
    files: list[Path] = []
    errors: list[RuleError] = []
    for folder in folders:
        try:
            held = sorted(folder.iterdir())
        except OSError as error:
            problem = f"this folder of rules cannot be read ({error.strerror})"
            errors.append(RuleError(folder, None, problem, "create it, or correct the name"))
            continue
        for ending in (".toml", ".txt"):
            # A Mac leaves `._name` beside files on foreign disks.
            files += [file for file in held if file.suffix == ending and not file.name.startswith("._")]
    return files, errors


def _read(file: Path) -> HostRules | None:
    """The rules of one file; None for a text file that holds no rules. Raises Wrong."""
    if file.suffix == ".toml":
        return _read_toml(file)
    host = _host_of_name(file)
    if host is None or "." not in host.lstrip("."):
        return None
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise Wrong(Mistake(f"cannot be read ({error.strerror})", "check its permissions")) from None
    return read_ftr(text, host, file) if is_ftr(text) else None


def _host_of_name(file: Path) -> str | None:
    """The host that a file is named for; a dot before it, as in `.example.com.txt`, means its subdomains."""
    stem = file.name.removesuffix(file.suffix)
    try:
        host = bare_host(checks.host(stem.removeprefix(".")))
    except Wrong:
        return None
    return f".{host}" if stem.startswith(".") else host


_PATHS = checks.one_or_more(path_checker, '["article .body", "//div[@id=\'story\']"]')

_PHRASES = checks.one_or_more(checks.text, '["a few words of it"]')


def _medium(value: Any) -> Any:
    """One of the media, or where on the page it is printed."""
    return value if value in get_args(Medium) else _PATHS(value)


def _scale(value: Any) -> Any:
    """What ratings count up to, or where on the page that is printed."""
    return _best(value) if isinstance(value, int | float) else _PATHS(value)


def _best(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1000:
        raise Wrong(Mistake(f"{value} is nothing to count up to", "write a number such as 5, 10 or 100"))
    return float(value)


def _printed(value: Any) -> Any:
    """A rating as printed, or its value."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number else checks.text(value)


def _iso(value: Any) -> str:
    """A date or a time as ISO 8601, also where TOML has it as its own."""
    return value.isoformat() if isinstance(value, date) else checks.text(value)


def _said(**said: Any) -> tuple[tuple[str, Any], ...]:
    """A table as pairs, which a list of tables without repeats can hold."""
    return tuple(said.items())


_RULE = {
    **dict.fromkeys(("text", "strip", "title", "author", "date", "rating"), _PATHS),
    "scale": _scale,
    "medium": _medium,
    "prune": checks.flag,
}

_ERA = checks.table({"until": checks.day, **_RULE}, {"until": "until = 2024-05-31"}, _said)

_TEST = checks.table(
    {
        "page": checks.text,
        "url": checks.url,
        "captured_at": checks.day,
        "text": _PHRASES,
        "without": _PHRASES,
        "title": checks.text,
        "author": checks.one_or_more(checks.text, '["Ann Lee"]'),
        "date": _iso,
        "rating": _printed,
        "scale": _best,
        "medium": checks.one_of(get_args(Medium)),
    },
    {"page": 'page = "saved-page.html"'},
    _said,
)

_FILE = checks.table(
    {
        **_RULE,
        "era": checks.each(_ERA, "[[era]] with until = ... below it"),
        "test": checks.each(_TEST, _TESTS),
    },
    {"test": _TESTS},
)


def _read_toml(file: Path) -> HostRules:
    host = _host_of_name(file)
    if host is None:
        raise Wrong(Mistake("the file is not named as a host is", 'name it as "small-screen.example.toml"'))
    said = _FILE(checks.read_toml(file))
    tests = [_expected(file, number, dict(test)) for number, test in enumerate(said.pop("test"))]
    eras = [dict(era) for era in said.pop("era", ())]
    if not tests:
        raise Wrong(Mistake("no page is tested", f"add {_TESTS}", "test"))
    if not SiteRule(**said).keys() and not any(len(era) > 1 for era in eras):
        raise Wrong(Mistake("it says nothing of where to read what", f"add one of {', '.join(_RULE)}"))
    return HostRules(host, file, SiteRule(**said), eras=_eras(said, eras), tests=tuple(tests))


def _eras(said: dict[str, Any], eras: Iterable[dict[str, Any]]) -> tuple[Era, ...]:
    """Each era with what it does not say itself taken over from today's rule, oldest first."""
    made = [Era(era["until"], SiteRule(**{**said, **_without(era, "until")})) for era in eras]
    days = [era.until for era in made]
    if twice := next((day for day in days if days.count(day) > 1), None):
        raise Wrong(Mistake(f"two eras end on {twice}", "join the two", "era"))
    return tuple(sorted(made, key=lambda era: era.until))


def _without(said: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in keys}


def _expected(file: Path, number: int, said: dict[str, Any]) -> Expected:
    page = file.parent / said["page"]
    expected = Expected(page, **_without(said, "page"))
    if not page.is_file():
        problem, remedy = (
            f"there is no file {page}",
            f"save a page of the host there; see it from {file.parent}",
        )
        raise Wrong(Mistake(problem, remedy, f"test[{number}].page"))
    if not expected.facts():
        remedy = 'add what is to be read from that page, such as title = "..." or text = ["..."]'
        raise Wrong(Mistake("it expects nothing", remedy, f"test[{number}]"))
    return expected
