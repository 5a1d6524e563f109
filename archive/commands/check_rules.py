"""`matinee rules check`: rules run over their test pages and over what is stored of their hosts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from archive.clean.article import clean
from archive.clean.page.read import read_page
from archive.clean.site_rule import matched_keys
from archive.db.store import Store
from archive.errors import MatineeError
from archive.importing.saved_page import read_saved
from archive.model import Article, Capture
from archive.rules.model import Expected, HostRules, Rules, SiteRule


@dataclass
class Tally:
    """Over how many pages a rule was run, and for each of its keys how many had it and how many matched."""

    pages: int = 0
    said: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)

    def add(self, capture: Capture, rule: SiteRule) -> None:
        """Run a rule over a page."""
        self.pages += 1
        for key, found in matched_keys(read_page(capture, rule.replace), rule).items():
            self.said[key] += 1
            self.matched[key] += found

    def silent(self) -> list[str]:
        """Keys that matched on no page. What is to be stripped need not be there."""
        return [key for key in self.said if not self.matched[key] and key != "strip"]

    def words(self) -> str:
        """`text 2 of 2, title 1 of 2`"""
        return ", ".join(f"{key} {self.matched[key]} of {count}" for key, count in self.said.items())

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "pages": self.pages,
            "matched": {key: [self.matched[key], self.said[key]] for key in self.said},
        }


@dataclass
class Checked:
    """What came of the rules of one file.

    Attributes:
        problems: one line each, naming the page or key and what to do.
        notes: what is no mistake but worth knowing.
    """

    rules: HostRules
    tests: Tally = field(default_factory=Tally)
    stored: Tally = field(default_factory=Tally)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "host": self.rules.host,
            "path": str(self.rules.path),
            "form": self.rules.form,
            "tests": self.tests.as_dict(),
            "stored": self.stored.as_dict(),
            "ignored": dict(self.rules.ignored),
            "problems": self.problems,
            "notes": self.notes,
        }


def check_rules(chosen: Iterable[HostRules], rules: Rules, store: Store | None, pages: int) -> list[Checked]:
    """Run each of the chosen rules over its test pages and over the newest stored captures of its host.

    Args:
        rules: all that are known, since a capture is read by those nearest to its host.
        store: the archive, or None.
        pages: how many captures of a host at most.
    """
    newest = _newest(store, rules, pages) if store else {}
    return [
        _check(one, [store.capture(n) for n in newest.get(one.host, [])] if store else []) for one in chosen
    ]


def _check(rules: HostRules, captures: list[Capture]) -> Checked:
    checked = Checked(rules)
    tested = set()
    for test in rules.tests:
        try:
            capture = _capture(rules, test)
            rule = rules.at(capture.captured_at)
            tested.add(rule)
            checked.tests.add(capture, rule)
            checked.problems += _differences(test, clean(capture, rules=rule))
        except MatineeError as error:
            checked.problems.append(str(error))
    for capture in captures:
        checked.stored.add(capture, rules.at(capture.captured_at))
    for tally, what in ((checked.tests, "test page"), (checked.stored, "newest stored capture")):
        on = f"any of {tally.pages} {what}s" if tally.pages > 1 else f"its {what}"
        checked.problems += [
            f"{key}: matches nothing on {on}: correct the path; till then the generic reading is used"
            for key in tally.silent()
        ]
    if rules.tests:
        checked.notes = [
            f"the era until {e.until} has no test page" for e in rules.eras if e.rule not in tested
        ]
    return checked


def _capture(rules: HostRules, test: Expected) -> Capture:
    """A test page as a capture of its host."""
    when = datetime.combine(test.captured_at, time(), UTC) if test.captured_at else None
    capture = read_saved(test.page, test.url, when)
    if capture.url.startswith("file:"):
        host = rules.host if rules.host[0] != "." else f"any{rules.host}"
        capture = read_saved(test.page, f"https://{host}/{test.page.name}", when)
    return capture


def _differences(test: Expected, article: Article) -> Iterator[str]:
    read = _read(article)
    text = " ".join(article.text.split())
    for key, expected in test.facts().items():
        if key in ("text", "without"):
            for phrase in getattr(test, key):
                if (" ".join(phrase.split()) in text) != (key == "text"):
                    yield f'{test.page}: text: {"lacks" if key == "text" else "holds"} "{phrase}"'
        elif not _agree(expected, read[key]):
            yield f"{test.page}: {key}: expected {_shown(expected)}, read {_shown(read[key][0])}"


def _read(article: Article) -> dict[str, tuple[Any, ...]]:
    """What was read by key; a rating in each of the ways that it may be expected in."""
    rating = article.review.rating.value if article.review.rating else None
    work = article.review.work.value if article.review.work else None
    return {
        "title": (article.title.value if article.title else None,),
        "author": (tuple(a.name for a in article.authors.value) if article.authors else None,),
        "date": (article.published.value.iso() if article.published else None,),
        "rating": (rating.raw, rating.value) if rating else (None,),
        "scale": (rating.best if rating else None,),
        "medium": (work.medium if work else None,),
    }


def _agree(expected: object, read: tuple[Any, ...]) -> bool:
    if expected in read:
        return True
    # A day agrees with the time on that day.
    return isinstance(expected, str) and "-" in expected and str(read[0]).startswith(f"{expected}T")


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(f'"{one}"' for one in value)
    return f"{value:g}" if isinstance(value, float) else f'"{value}"'


def _newest(store: Store, rules: Rules, pages: int) -> dict[str, list[int]]:
    """Ids of the newest captures that gave an article, by the host of the rules that they are read by."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    sql = (
        "select id, url from captures where article_id is not null and status < 400 order by captured_at desc"
    )
    for row in store.db.query(sql):
        its = rules.of_url(row["url"])
        if its and len(found[its.host]) < pages:
            found[its.host].append(row["id"])
    return found
