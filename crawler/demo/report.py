"""What the demo prints when the crawl is over: a table, one search, and what to try next."""

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
from crawler.demo.crawl import Crawled
from crawler.demo.press import Press

QUERY = "greenhouse OR lighthouse"

MOST_WARNINGS = 5

HEADINGS = ("Outlet", "Articles", "Kinds", "Ratings", "Other pages")


def report(press: Press, db: Path, crawled: Crawled) -> int:
    """Print it.

    Returns:
        How many articles of the press are in the archive.
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
    click.echo(f"\n{counted(len(articles), 'article')} in {crawled.seconds:.0f} s, kept in {db} ({size}).")
    _warn(crawled.warnings)
    if articles:
        _search(db)
        _next(db, articles)
    wanted = {expected.url for expected in press.expected()}
    return len(wanted & {article["url"] for article in articles})


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


def _warn(warnings: tuple[str, ...]) -> None:
    for warning in warnings[:MOST_WARNINGS]:
        click.echo(f"Warning: {safe(warning)}", err=True)
    if len(warnings) > MOST_WARNINGS:
        click.echo(f"Warning: {len(warnings) - MOST_WARNINGS} more like these", err=True)


def _search(db: Path) -> None:
    """Run the search that a user would, in this process."""
    _prompt(command("search", QUERY, db))
    commands["search"].main([QUERY, "--limit", "3", "--db", str(db)], standalone_mode=False)


def _next(db: Path, articles: list[dict[str, Any]]) -> None:
    best = max(articles, key=lambda article: (article["rating_score"] or 0, article["id"]))
    click.echo("\nThree to try next:\n")
    for line in (
        command("search", "--kind", "review", "--min-score", "80", db),
        command("show", str(best["id"]), db),
        command("export", "reviews.csv", "--kind", "review", db),
    ):
        click.echo(f"  {line}")
    kept = f"{db} holds this demo only: delete it before you collect for real, or name another with --db."
    click.echo(f"\n{wrap(kept)}")


def _prompt(line: str) -> None:
    click.echo()
    click.echo(click.style(f"$ {line}", bold=on_terminal()))
    click.echo()


def command(name: str, *rest: str | Path) -> str:
    """A command line that works as printed from this folder; the last part is the archive."""
    *words, db = map(str, rest)
    return shlex.join([program(), name, *words, "--db", db])


def program() -> str:
    """How this program was called: `matinee` where that finds it, else its path, the shorter way round."""
    called = Path(sys.argv[0])
    if called.name != "matinee" or not called.exists():
        return "matinee"
    found = shutil.which("matinee")
    if found and Path(found).samefile(called):
        return "matinee"
    relative = os.path.relpath(called)
    return relative if len(relative) < len(str(called)) else str(called)
