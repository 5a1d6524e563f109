"""Files of site rules: what they say, and every mistake in them named with its key and its remedy."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.rules.load import RuleError, load_rules, rule_folders, usable_rules
from archive.rules.model import HostRules, SiteRule
from archive.scores.scoring import Scoring, ScoringRule

Write = Callable[..., Path]
TEST = '[[test]]\npage = "pages/hour.html"\ntitle = "x"\n'


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MATINEE_RULES", raising=False)


def only(file: Path) -> HostRules:
    (rules,) = load_rules(file.parent).hosts.values()
    return rules


def test_a_file_is_read_with_its_paths_as_xpath(write: Write) -> None:
    rules = only(write())
    assert rules.host == "lantern.example" and rules.form == "toml"
    assert rules.rule.text == ("descendant-or-self::*[@id = 'piece']",)
    assert rules.rule.strip[1] == "//*[@class='credit' or @class='when' or @class='desk']"
    assert len(rules.rule.title) == 2
    assert rules.rule.date[0].endswith("/@title")
    (test,) = rules.tests
    assert test.page.is_file() and test.expected() == {"title": "The Lantern Hour keeps its nerve"}


def test_rules_are_values_that_travel(write: Write) -> None:
    rule = only(write()).rule
    assert pickle.loads(pickle.dumps(rule)) == rule
    assert len({rule, pickle.loads(pickle.dumps(rule)), SiteRule()}) == 2


def test_literals_stand_beside_paths(write: Write) -> None:
    rule = only(write(f'scale = 10\nmedium = "game"\nprune = false\n{TEST}')).rule
    assert (rule.scale, rule.medium, rule.prune) == (10.0, "game", False)
    rule = only(write(f'scale = ["i", "u"]\nmedium = ["#desk"]\n{TEST}')).rule
    assert len(rule.scale) == 2 and len(rule.medium) == 1  # type: ignore[arg-type]


def test_an_era_says_what_was_different_and_ends_before_its_day(write: Write) -> None:
    rules = only(
        write(
            'title = "h1"\nscale = 10\nstrip = "aside"\n'
            "[[era]]\nuntil = 2021-02-01\nscale = 5\n"
            '[[era]]\nuntil = "2015-01-01"\ntitle = "//font"\nstrip = []\n' + TEST
        )
    )
    assert [era.until for era in rules.eras] == [date(2015, 1, 1), date(2021, 2, 1)]

    def on(day: str) -> tuple[object, ...]:
        rule = rules.rule_at(datetime.fromisoformat(day).replace(tzinfo=UTC))
        return rule.title, rule.scale, bool(rule.strip)

    new, middle = ("descendant-or-self::h1",), ("descendant-or-self::h1",)
    assert on("2014-12-31T23:59") == (("//font",), 10.0, False)
    assert on("2015-01-01T00:00") == (middle, 5.0, True)
    assert on("2021-01-31T23:59") == (middle, 5.0, True)
    assert on("2021-02-01T00:00") == (new, 10.0, True)


MISTAKES = [
    ('titel = "h1"\n' + TEST, "titel", "unknown key", 'did you mean "title"?'),
    ('title = "//h1["\n' + TEST, "title", "is not an XPath", "correct it"),
    ('title = "h1::first("\n' + TEST, "title", "neither a CSS selector nor an XPath", "write one such as"),
    ("title = \"//h1[ends-with(@class, 'x')]\"\n" + TEST, "title", "calls ends-with()", "re:test"),
    ('title = ["h1", 3]\n' + TEST, "title[1]", "is a whole number, not text", "put it in quotes"),
    ('title = ""\n' + TEST, "title", "is empty", "remove the key"),
    ("scale = 0\n" + TEST, "scale", "not a best possible rating", "such as 5"),
    ("scale = true\n" + TEST, "scale", "not a best possible rating", "such as 5"),
    ('title = "h1"\nprune = "no"\n' + TEST, "prune", "not true or false", "without quotes"),
    ('title = "h1"\n[[era]]\nuntil = "May 2024"\n' + TEST, "era[0].until", "is not a date", "2024-05-31"),
    ('title = "h1"\n[[era]]\nuntil = 2024-13-01\n' + TEST, None, "is not TOML", "correct it"),
    ('title = "h1"\n[[era]]\ntitle = "b"\n' + TEST, "era[0].until", "is missing", "until ="),
    (
        'title = "h1"\n[[era]]\nuntil = 2020-01-01\nscale = 5\n[[era]]\nuntil = 2020-01-01\nscale = 4\n'
        + TEST,
        "era",
        "two eras end on 2020-01-01",
        "join",
    ),
    ('title = "h1"\n', "test", "is missing", 'page = "saved-page.html"'),
    ('title = "h1"\ntest = []\n', "test", "has no test page", 'page = "saved-page.html"'),
    ('title = "h1"\n[[test]]\ntitle = "x"\n', "test[0].page", "is missing", 'page = "saved-page.html"'),
    (
        'title = "h1"\n[[test]]\npage = "gone.html"\ntitle = "x"\n',
        "test[0].page",
        "there is no file",
        "save a page",
    ),
    (
        'title = "h1"\n[[test]]\npage = "pages/hour.html"\n',
        "test[0]",
        "no expected value",
        "add a value to read",
    ),
    (
        'title = "h1"\n' + TEST + 'medium = "opera"\n',
        "test[0].medium",
        "not a known value",
        "use one of",
    ),
    ('title = "h1"\n' + TEST + 'url = "lantern"\n', "test[0].url", "not a web address", "in full"),
    (TEST, None, "the file has no rule", "add one of text"),
]


@pytest.mark.parametrize(("content", "key", "problem", "remedy"), MISTAKES)
def test_a_mistake_is_named_with_file_key_and_remedy(
    write: Write, content: str, key: str | None, problem: str, remedy: str
) -> None:
    file = write(content)
    with pytest.raises(RuleError) as caught:
        load_rules(file.parent)
    error = caught.value
    assert (error.path, error.key) == (file, key)
    assert problem in error.problem and remedy in error.remedy
    assert str(error).startswith(f"{file}: {key}: " if key else f"{file}: ") and "\n" not in str(error)


def test_every_mistake_is_found_and_the_first_says_how_many(write: Write) -> None:
    file = write('titel = "h1"\ntext = "//p["\n')
    _, errors = usable_rules([file.parent])
    assert {error.key for error in errors} == {"titel", "text", "test"}
    with pytest.raises(RuleError, match="2 more: `matinee rules check` names them"):
        load_rules(file.parent)


def test_a_broken_file_hides_no_other(write: Write) -> None:
    write('titel = "h1"\n', "broken.example.toml")
    rules, errors = usable_rules([write().parent])
    assert list(rules.hosts) == ["lantern.example"] and len(errors) == 2


@pytest.mark.parametrize("name", ["two words.toml", "lantern example.toml", "a..b.toml"])
def test_a_file_is_named_as_its_host(write: Write, name: str) -> None:
    with pytest.raises(RuleError, match="not named after a host"):
        load_rules(write(name=name).parent)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"none: this folder of rules cannot be read .*: create it"):
        load_rules(tmp_path / "none")


def test_folders_come_from_the_option_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    for folder, title in ((one, "h1"), (two, "h2"), (three, "h3")):
        (folder / "pages").mkdir(parents=True)
        (folder / "pages" / "hour.html").write_text("<p>x")
        (folder / "lantern.example.toml").write_text(f'title = "{title}"\n{TEST}')
    (three / "www.other.example.toml").write_text(f'title = "h4"\n{TEST}')
    monkeypatch.setenv("MATINEE_RULES", os.pathsep.join(map(str, (two, three))))
    assert rule_folders([one]) == [one, two, three]
    rules = load_rules((one,))
    assert rules.hosts["lantern.example"].rule.title == ("descendant-or-self::h1",)
    assert rules.hosts["other.example"].rule.title == ("descendant-or-self::h4",)
    assert load_rules().hosts["lantern.example"].rule.title == ("descendant-or-self::h2",)


def test_the_nearest_host_counts(write: Write, make_capture: Callable[..., object]) -> None:
    write(f'title = "h1"\n{TEST}')
    write(f'title = "h2"\n{TEST}', ".lantern.example.toml")
    write(f'title = "h3"\n{TEST}', "blog.lantern.example.toml")
    rules = load_rules(write(f'title = "h5"\n{TEST}', "bücher.example.toml").parent)

    def title(host: str) -> str | None:
        found = rules.rule_for(make_capture(url=f"https://{host}/x"))  # type: ignore[arg-type]
        return found.title[0][-2:] if found else None

    hosts = ["lantern.example", "www.LANTERN.example:443", "blog.lantern.example", "m.blog.lantern.example"]
    assert [title(host) for host in hosts] == ["h1", "h1", "h3", "h2"]
    assert title("bücher.example") == title("xn--bcher-kva.example") == "h5"
    assert title("notlantern.example") is title("example") is title("lantern.example.org") is None
    assert rules.rule_for(make_capture(url="file:///lantern.example")) is None  # type: ignore[arg-type]


def test_scores_by_eras_of_publication(write: Write) -> None:
    rule = only(
        write(
            '[score]\nworst = 1\nbest = 5\nconversion = "range-1"\ntable = { "b+" = 90, "4.50" = 95 }\n'
            f"[[score.era]]\nuntil = 2009-01-01\nbest = 4\nworst = 0\n{TEST}"
        )
    ).rule
    table = (("B+", 90.0), ("4.5", 95.0))
    today, old = Scoring(5.0, 1.0, "range-1", table), Scoring(4.0, 0.0, "range-1", table)
    assert rule.score == ScoringRule(today, ((date(2009, 1, 1), old),))
    assert rule.keys() == ("score",)


@pytest.mark.parametrize(
    ("score", "message"),
    [
        ('conversion = "range"', 'score.conversion: "range" is not a known value: did you mean "range-1"?'),
        ("best = 0", "score.best: 0 is not a best possible rating"),
        ("worst = 5\nbest = 5", "score.best: best is not above worst"),
        ('table = { "B+" = 101 }', "score.table: 101 is not a score"),
        ('table = { "Critic\'s Pick" = 90 }', 'score.table: "Critic\'s Pick" is neither a letter grade nor'),
        ("mark = 1", "score.mark: unknown key"),
        ("[[score.era]]\nbest = 4", "score.era[0].until: is missing"),
    ],
)
def test_a_mistake_in_scores_is_named(write: Write, score: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        only(write(f"[score]\n{score}\n{TEST}"))
    assert message in str(caught.value)
