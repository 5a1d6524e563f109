"""The rules of the house that code cannot state by itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.paths import ROOT

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("archive", "crawler")
    for path in sorted((ROOT / package).rglob("*.py"))
}


def imports(path: Path, *, top_level: bool = False) -> set[str]:
    """Dotted names that a module imports; only those it runs on import with `top_level`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level else ast.walk(tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("archive")])
def test_the_archive_knows_nothing_of_the_crawler(module: str) -> None:
    roots = {name.partition(".")[0] for name in imports(MODULES[module])}
    assert not roots & {"crawler", "scrapy", "twisted"}


def test_trafilatura_is_imported_in_one_place() -> None:
    users = [
        name for name, path in MODULES.items() if any(i.startswith("trafilatura") for i in imports(path))
    ]
    assert len(users) == 1 and users[0].startswith("archive.clean."), users


def test_no_cycle_of_imports() -> None:
    graph = {name: imports(path, top_level=True) & set(MODULES) - {name} for name, path in MODULES.items()}
    list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("module", ["archive.commands.all", "crawler.cli.main"])
def test_the_command_line_starts_light(module: str) -> None:
    heavy = "{'scrapy', 'twisted', 'trafilatura', 'lxml', 'dateparser', 'rich', 'fastwarc', 'extruct'}"
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
