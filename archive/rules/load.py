"""Load site rules from folders: one file per host, in TOML or in ftr-site-config's format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from archive import config
from archive.config import InvalidConfig, Mistake
from archive.config_files import named_folders, read_toml
from archive.errors import ConfigError
from archive.model import Medium
from archive.rules.ftr import is_ftr, read_ftr
from archive.rules.model import Era, HostRules, Rules, RuleTest, SiteRule, bare_host
from archive.rules.selectors import xpath_or_css
from archive.scores.conversions import CONVERSIONS, letter_grade
from archive.scores.scoring import Scoring, ScoringRule

RULES_VARIABLE = "MATINEE_RULES"

_TEST_EXAMPLE = '[[test]] with page = "saved-page.html" below it, and the values to read from that page'


class RuleError(ConfigError):
    """A mistake in a file of site rules, or a folder of them that cannot be read."""


def rule_folders(extra: str | Path | Sequence[str | Path] | None = None) -> list[Path]:
    """The folders of rules: those in `extra` (an option or the setting RULES_DIR), then in MATINEE_RULES."""
    return named_folders(extra, RULES_VARIABLE)


def load_rules(extra: str | Path | Sequence[str | Path] | None = None) -> Rules:
    """Load the rules in these folders and in those that MATINEE_RULES names.

    Raises:
        RuleError: the first mistake, and how many more there are. `usable_rules` returns them all.
    """
    rules, errors = usable_rules(rule_folders(extra))
    if errors:
        if more := len(errors) - 1:
            errors[0].remedy += f" ({more} more: `matinee rules check` names them)"
        raise errors[0]
    return rules


def usable_rules(folders: Iterable[Path]) -> tuple[Rules, list[RuleError]]:
    """Load the rules in these folders; return those without mistakes, and every mistake in the others.

    If a host has two files, the one in the earlier folder counts; within a folder, the TOML file.
    """
    files, missing = rule_files(folders)
    rules, mistakes = read_rules(files)
    return rules, missing + mistakes


def read_rules(files: Iterable[Path]) -> tuple[Rules, list[RuleError]]:
    """Load these files; return the rules without mistakes, and every mistake in the others."""
    hosts: dict[str, HostRules] = {}
    errors: list[RuleError] = []
    for file in files:
        try:
            rules = _read_file(file)
        except InvalidConfig as error:
            errors += [RuleError(file, m.key or None, m.problem, m.remedy) for m in error.mistakes]
            continue
        if rules:
            hosts.setdefault(rules.host, rules)
    return Rules(dict(sorted(hosts.items(), key=lambda item: item[0].lstrip(".")))), errors


def rule_files(folders: Iterable[Path]) -> tuple[list[Path], list[RuleError]]:
    """List the files to read, in order of precedence, and an error for each folder that cannot be read."""
    files: list[Path] = []
    errors: list[RuleError] = []
    for folder in folders:
        try:
            content = sorted(folder.iterdir())
        except OSError as error:
            problem = f"this folder of rules cannot be read ({error.strerror})"
            errors.append(RuleError(folder, None, problem, "create it, or correct the name"))
            continue
        for ending in (".toml", ".txt"):
            # macOS leaves `._name` beside files on disks of other systems.
            files += [file for file in content if file.suffix == ending and not file.name.startswith("._")]
    return files, errors


def _read_file(file: Path) -> HostRules | None:
    """Read one file; None if it is a text file without rules. Raises InvalidConfig."""
    if file.suffix == ".toml":
        return _read_toml(file)
    host = _host_from_file_name(file)
    if host is None or "." not in host.lstrip("."):
        return None
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise InvalidConfig(Mistake(f"cannot be read ({error.strerror})", "check its permissions")) from None
    return read_ftr(text, host, file) if is_ftr(text) else None


def _host_from_file_name(file: Path) -> str | None:
    """The host in a file's name; a dot before it, as in `.example.com.txt`, means its subdomains."""
    stem = file.name.removesuffix(file.suffix)
    try:
        host = bare_host(config.host(stem.removeprefix(".")))
    except InvalidConfig:
        return None
    return f".{host}" if stem.startswith(".") else host


_PATHS = config.one_or_more(xpath_or_css, '["article .body", "//div[@id=\'story\']"]')

_PHRASES = config.one_or_more(config.text, '["a few words of it"]')


def _medium_or_paths(value: Any) -> Any:
    """A medium, or the paths to where it is printed."""
    return value if value in get_args(Medium) else _PATHS(value)


def _scale_or_paths(value: Any) -> Any:
    """The best possible rating, or the paths to where it is printed."""
    return _scale_maximum(value) if isinstance(value, int | float) else _PATHS(value)


def _scale_maximum(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1000:
        raise InvalidConfig(
            Mistake(f"{value} is not a best possible rating", "write a number such as 5, 10 or 100")
        )
    return float(value)


def _rating(value: Any) -> Any:
    """A rating as printed, or its value."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number else config.text(value)


def _iso_date(value: Any) -> str:
    """A date or time as ISO 8601 text; TOML may give it as its own type."""
    return value.isoformat() if isinstance(value, date) else config.text(value)


def _as_pairs(**values: Any) -> tuple[tuple[str, Any], ...]:
    """A table as pairs: `config.each` drops repeats, so its items must be hashable."""
    return tuple(values.items())


_GRADE_EXAMPLE = 'table = { "A" = 95, "B+" = 88 }, or { "3.5" = 80 } for numbers'


def _score(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise InvalidConfig(Mistake(f"{value} is not a score", "write a number from 0 to 100"))
    return float(value)


def _worst(value: Any) -> float:
    return 0.0 if value == 0 and not isinstance(value, bool) else _scale_maximum(value)


def _grade(key: str) -> str:
    """A letter grade or number, as `archive.scores` looks it up."""
    if grade := letter_grade(key):
        return grade
    try:
        return f"{float(key):g}"
    except ValueError:
        problem = f'"{key}" is neither a letter grade nor a number'
        remedy = f"write {_GRADE_EXAMPLE}; a designation has no score"
        raise InvalidConfig(Mistake(problem, remedy)) from None


def _score_table(value: Any) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, dict) or not value:
        raise InvalidConfig(Mistake("is not a table of scores", f"write {_GRADE_EXAMPLE}"))
    return tuple((_grade(key), _score(score)) for key, score in value.items())


_SCORING = {
    "best": _scale_maximum,
    "worst": _worst,
    "conversion": config.one_of(CONVERSIONS),
    "table": _score_table,
}

_SCORING_ERA = config.table({"until": config.day, **_SCORING}, {"until": "until = 2009-01-01"}, _as_pairs)


def _scoring_rule(era: Iterable[tuple[tuple[str, Any], ...]] = (), **today: Any) -> ScoringRule:
    """The scoring of today and of eras, which take what they do not set from today's."""
    eras = [dict(values) for values in era]
    days = [values["until"] for values in eras]
    if repeated := next((day for day in days if days.count(day) > 1), None):
        raise InvalidConfig(Mistake(f"two eras end on {repeated}", "join the two", "era"))
    for values in [today, *({**today, **values} for values in eras)]:
        if values.get("best") is not None and values["best"] <= values.get("worst", 0.0):
            raise InvalidConfig(Mistake("best is not above worst", "exchange the two", "best"))
    made = [(values.pop("until"), Scoring(**{**today, **values})) for values in eras]
    return ScoringRule(Scoring(**today), tuple(sorted(made, key=lambda pair: pair[0])))


_SCORE = config.table(
    {**_SCORING, "era": config.each(_SCORING_ERA, "[[score.era]] with until = ... below it")},
    {},
    _scoring_rule,
)

_RULE = {
    **dict.fromkeys(("text", "strip", "title", "author", "date", "rating"), _PATHS),
    "scale": _scale_or_paths,
    "medium": _medium_or_paths,
    "prune": config.flag,
}

_ERA = config.table({"until": config.day, **_RULE}, {"until": "until = 2024-05-31"}, _as_pairs)

_RULE_TEST = config.table(
    {
        "page": config.text,
        "url": config.url,
        "captured_at": config.day,
        "text": _PHRASES,
        "without": _PHRASES,
        "title": config.text,
        "author": config.one_or_more(config.text, '["Ann Lee"]'),
        "date": _iso_date,
        "rating": _rating,
        "scale": _scale_maximum,
        "medium": config.one_of(get_args(Medium)),
    },
    {"page": 'page = "saved-page.html"'},
    _as_pairs,
)

_RULE_FILE = config.table(
    {
        **_RULE,
        "score": _SCORE,
        "era": config.each(_ERA, "[[era]] with until = ... below it"),
        "test": config.each(_RULE_TEST, _TEST_EXAMPLE),
    },
    {"test": _TEST_EXAMPLE},
)


def _read_toml(file: Path) -> HostRules:
    host = _host_from_file_name(file)
    if host is None:
        problem = "the file is not named after a host"
        raise InvalidConfig(Mistake(problem, 'name it like "small-screen.example.toml"'))
    values = _RULE_FILE(read_toml(file))
    tests = [_rule_test(file, number, dict(test)) for number, test in enumerate(values.pop("test"))]
    eras = [dict(era) for era in values.pop("era", ())]
    if not tests:
        raise InvalidConfig(Mistake("has no test page", f"add {_TEST_EXAMPLE}", "test"))
    if not SiteRule(**values).keys() and not any(len(era) > 1 for era in eras):
        raise InvalidConfig(Mistake("the file has no rule", f"add one of {', '.join(_RULE)}, score"))
    return HostRules(host, file, SiteRule(**values), eras=_eras(values, eras), tests=tuple(tests))


def _eras(values: dict[str, Any], eras: Iterable[dict[str, Any]]) -> tuple[Era, ...]:
    """The eras, oldest first. Keys that an era does not have are taken from today's rule."""
    made = [Era(era["until"], SiteRule(**{**values, **_without(era, "until")})) for era in eras]
    days = [era.until for era in made]
    if repeated := next((day for day in days if days.count(day) > 1), None):
        raise InvalidConfig(Mistake(f"two eras end on {repeated}", "join the two", "era"))
    return tuple(sorted(made, key=lambda era: era.until))


def _without(values: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != key}


def _rule_test(file: Path, number: int, values: dict[str, Any]) -> RuleTest:
    page = file.parent / values["page"]
    test = RuleTest(page, **_without(values, "page"))
    if not page.is_file():
        remedy = f"save a page of the host there; the name is relative to {file.parent}"
        raise InvalidConfig(Mistake(f"there is no file {page}", remedy, f"test[{number}].page"))
    if not test.expected():
        remedy = 'add a value to read from that page, such as title = "..." or text = ["..."]'
        raise InvalidConfig(Mistake("has no expected value", remedy, f"test[{number}]"))
    return test
