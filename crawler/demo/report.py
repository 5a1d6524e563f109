"""What the demo prints after the crawl: a table, one search, and commands to try next."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from archive.commands.all import commands
from archive.db.store import Store
from archive.terminal import counted, on_terminal, safe, table, wrap
from crawler.demo.crawl import DemoCrawl
from crawler.demo.press import Press

QUERY = "greenhouse OR lighthouse"

MAX_WARNINGS = 5

HEADINGS = ("Outlet", "Articles", "Kinds", "Ratings", "Other pages")


def report(press: Press, db: Path, crawled: DemoCrawl) -> int:
    """Print the report.

    Returns:
        How many of the press's articles are in the archive.
    """
    with Store.open(db, readonly=True) as store:
        articles = list(store.db.query("select * from coverage"))
        others = Counter(
            row["outlet"]
            for row in store.db.query("select outlet from captures where outcome = 'not_article'")
        )
    click.echo()
    table(HEADINGS, _rows(press, articles, others))
    size = counted(db.stat().st_size // 1024, "kB").removesuffix("s")
    click.echo(f"\n{counted(len(articles), 'article')} in {crawled.seconds:.0f} s, stored in {db} ({size}).")
    _print_warnings(crawled.warnings)
    if articles:
        _show_search(db)
        _suggest_next(db, articles)
    expected = {article.url for article in press.expected()}
    return len(expected & {article["url"] for article in articles})


def _rows(press: Press, articles: list[dict[str, Any]], others: Counter[str]) -> list[tuple[Any, ...]]:
    rows = []
    for site in press.sites.values():
        own = [article for article in articles if article["outlet"] == site.name]
        rated = sum(article["rating_raw"] is not None for article in own)
        rows.append((site.title, len(own), _kinds(own), rated or None, others[site.name] or None))
    return rows


def _kinds(articles: list[dict[str, Any]]) -> str:
    kinds = Counter(article["kind"] or "unknown" for article in articles)
    return ", ".join(kind if count == 1 else f"{count}×{kind}" for kind, count in kinds.most_common())


def _print_warnings(warnings: tuple[str, ...]) -> None:
    for warning in warnings[:MAX_WARNINGS]:
        click.echo(f"Warning: {safe(warning)}", err=True)
    if len(warnings) > MAX_WARNINGS:
        click.echo(f"Warning: {len(warnings) - MAX_WARNINGS} more warnings", err=True)


def _show_search(db: Path) -> None:
    """Print a search command and run it in this process."""
    _print_prompt(command("search", QUERY, db))
    commands["search"].main([QUERY, "--limit", "3", "--db", str(db)], standalone_mode=False)


def _suggest_next(db: Path, articles: list[dict[str, Any]]) -> None:
    best = max(articles, key=lambda article: (article["rating_score"] or 0, article["id"]))
    click.echo("\nThree commands to try next:\n")
    for line in (
        command("search", "--kind", "review", "--min-score", "80", db),
        command("show", str(best["id"]), db),
        command("export", "reviews.csv", "--kind", "review", db),
    ):
        click.echo(f"  {line}")
    hint = (
        f"{db} contains only this demo. Delete it before you collect real pages, or name another with --db."
    )
    click.echo(f"\n{wrap(hint)}")


def _print_prompt(line: str) -> None:
    click.echo()
    click.echo(click.style(f"$ {line}", bold=on_terminal()))
    click.echo()


def command(name: str, *rest: str | Path) -> str:
    """A command line that works as printed, from this folder. The last part is the path of the archive."""
    *words, db = map(str, rest)
    return shlex.join([program(), name, *words, "--db", db])


def program() -> str:
    """How to call this program: `matinee` if the shell finds it, else the shorter of its two paths."""
    called = Path(sys.argv[0])
    if called.name != "matinee" or not called.exists():
        return "matinee"
    in_path = shutil.which("matinee")
    if in_path and Path(in_path).samefile(called):
        return "matinee"
    relative = os.path.relpath(called)
    return relative if len(relative) < len(str(called)) else str(called)
