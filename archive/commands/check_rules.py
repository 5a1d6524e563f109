"""Run site rules over their test pages and over stored captures of their hosts: `matinee rules check`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from archive.clean.article import clean
from archive.clean.page.read import read_page
from archive.clean.site_rule_text import matched_keys
from archive.db.store import Store
from archive.errors import MatineeError
from archive.importing.saved_page import read_saved
from archive.model import Article, Capture
from archive.rules.model import HostRules, Rules, RuleTest, SiteRule


@dataclass
class KeyMatches:
    """On how many pages the keys of a rule matched.

    Attributes:
        pages: number of pages that the rule was run over.
        tried: number of pages by key: an era may lack a key, so not every page is tried with it.
        matched: number of pages by key on which it matched.
    """

    pages: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)

    def add(self, capture: Capture, rule: SiteRule) -> None:
        """Run a rule over a page and count its matches."""
        self.pages += 1
        for key, did_match in matched_keys(read_page(capture, rule.replace), rule).items():
            self.tried[key] += 1
            self.matched[key] += did_match

    def unmatched(self) -> list[str]:
        """The keys that matched on no page, without `strip`: what it removes need not be on every page."""
        return [key for key in self.tried if not self.matched[key] and key != "strip"]

    def summary(self) -> str:
        """`text 2 of 2, title 1 of 2`"""
        return ", ".join(f"{key} {self.matched[key]} of {count}" for key, count in self.tried.items())

    def as_dict(self) -> dict[str, Any]:
        """The counts for JSON."""
        return {
            "pages": self.pages,
            "matched": {key: [self.matched[key], self.tried[key]] for key in self.tried},
        }


@dataclass
class RuleCheck:
    """The result of checking the rules of one file.

    Attributes:
        tests, stored: matches on the test pages and on stored captures.
        problems: one line each, naming the page or key and what to do.
        notes: remarks that are not mistakes.
    """

    rules: HostRules
    tests: KeyMatches = field(default_factory=KeyMatches)
    stored: KeyMatches = field(default_factory=KeyMatches)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The result for JSON."""
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


def check_rules(
    chosen: Iterable[HostRules], rules: Rules, store: Store | None, pages: int
) -> list[RuleCheck]:
    """Run each of the chosen rules over its test pages and over the newest stored captures of its host.

    Args:
        rules: all known rules; of those that apply to a capture, the nearest to its host is used.
        store: the archive, or None.
        pages: the largest number of captures per host.
    """
    if store is None:
        return [_check_file(host_rules, []) for host_rules in chosen]
    newest = _newest_captures(store, rules, pages)
    return [
        _check_file(host_rules, [store.capture(capture_id) for capture_id in newest.get(host_rules.host, [])])
        for host_rules in chosen
    ]


def _check_file(rules: HostRules, captures: list[Capture]) -> RuleCheck:
    check = RuleCheck(rules)
    tested = set()
    for test in rules.tests:
        try:
            capture = _test_capture(rules, test)
            rule = rules.rule_at(capture.captured_at)
            tested.add(rule)
            check.tests.add(capture, rule)
            check.problems += _differences(test, clean(capture, rules=rule))
        except MatineeError as error:
            check.problems.append(str(error))
    for capture in captures:
        check.stored.add(capture, rules.rule_at(capture.captured_at))
    for matches, page in ((check.tests, "test page"), (check.stored, "newest stored capture")):
        pages = f"any of {matches.pages} {page}s" if matches.pages > 1 else f"its {page}"
        check.problems += [
            f"{key}: matches nothing on {pages}: correct the path; until then such a page is read generically"
            for key in matches.unmatched()
        ]
    if rules.tests:
        check.notes = [
            f"the era until {era.until} has no test page" for era in rules.eras if era.rule not in tested
        ]
    return check


def _test_capture(rules: HostRules, test: RuleTest) -> Capture:
    """Read a test page as a capture of its host. A page without a URL gets one there."""
    when = datetime.combine(test.captured_at, time(), UTC) if test.captured_at else None
    capture = read_saved(test.page, test.url, when)
    if capture.url.startswith("file:"):
        host = rules.host if rules.host[0] != "." else f"any{rules.host}"
        capture = read_saved(test.page, f"https://{host}/{test.page.name}", when)
    return capture


def _differences(test: RuleTest, article: Article) -> Iterator[str]:
    """Yield a line for each expected value that was read differently."""
    read = _values_read(article)
    text = " ".join(article.text.split())
    for key, expected in test.expected().items():
        if key in ("text", "without"):
            for phrase in getattr(test, key):
                if (" ".join(phrase.split()) in text) != (key == "text"):
                    yield f'{test.page}: text: {"lacks" if key == "text" else "contains"} "{phrase}"'
        elif not _matches_expected(expected, read[key]):
            values = f"expected {_describe_value(expected)}, read {_describe_value(read[key][0])}"
            yield f"{test.page}: {key}: {values}"


def _values_read(article: Article) -> dict[str, tuple[Any, ...]]:
    """The values read, by key of a rule's test; a rating both as printed and as a number."""
    rating = article.review.rating.value if article.review.rating else None
    return {
        "title": (article.title.value if article.title else None,),
        "author": (tuple(a.name for a in article.authors.value) if article.authors else None,),
        "date": (article.published.value.iso() if article.published else None,),
        "rating": (rating.raw, rating.value) if rating else (None,),
        "scale": (rating.best if rating else None,),
        "medium": (article.review.medium,),
    }


def _matches_expected(expected: object, read: tuple[Any, ...]) -> bool:
    if expected in read:
        return True
    # An expected day also matches a time on that day.
    return isinstance(expected, str) and "-" in expected and str(read[0]).startswith(f"{expected}T")


def _describe_value(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(f'"{item}"' for item in value)
    return f"{value:g}" if isinstance(value, float) else f'"{value}"'


def _newest_captures(store: Store, rules: Rules, pages: int) -> dict[str, list[int]]:
    """Ids of the newest captures with an article, by the host of the rules that apply to them."""
    capture_ids: defaultdict[str, list[int]] = defaultdict(list)
    sql = (
        "select id, url from captures where article_id is not null and status < 400 order by captured_at desc"
    )
    for row in store.db.query(sql):
        host_rules = rules.for_url(row["url"])
        if host_rules and len(capture_ids[host_rules.host]) < pages:
            capture_ids[host_rules.host].append(row["id"])
    return capture_ids
