"""The rules of the house: floors, circles, sizes, names. ARCHITECTURE.md shows the same floors to people."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.rooms import FLOORS, MANY_MODULES, SUBJECTS

A_DOZEN = 12
MANY_LINES = 300
REASON = "Long because"  # begins a line of the docstring of a file with more lines


def module_name(path: Path) -> str:
    """`archive.db.store` for archive/db/store.py, `archive.db` for its `__init__.py`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {
    module_name(path): path
    for package in ("archive", "crawler")
    for path in sorted((ROOT / package).rglob("*.py"))
}
PACKAGES = sorted(path.parent for path in MODULES.values() if path.name == "__init__.py")
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FILES = [*MODULES.values(), *TESTS]


@dataclass(frozen=True)
class Source:
    """What the rules ask of a file. Its syntax tree is not kept: looking for garbage in all would take long.

    Attributes:
        names: every `import MODULE` as (MODULE, None) and `from MODULE import NAME` as (MODULE, NAME), those
            in functions and under TYPE_CHECKING too.
    """

    docstring: str
    names: tuple[tuple[str, str | None], ...]


@cache
def read(path: Path) -> Source:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: list[tuple[str, str | None]] = []
    statements: list[ast.AST] = [tree]
    for node in statements:  # grows meanwhile; expressions, which are many, are left out
        statements += (inner for part in (*ast.Try._fields, "cases") for inner in getattr(node, part, ()))
        if isinstance(node, ast.Import):
            names += ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level and node.module, f"{path}: relative import; write the whole name"
            names += ((node.module, alias.name) for alias in node.names)
    return Source(ast.get_docstring(tree) or "", tuple(names))


@cache
def imports(name: str) -> frozenset[str]:
    """Our modules that a module of ours imports."""
    given = {
        inner if (inner := f"{module}.{item}") in MODULES else module
        for module, item in read(MODULES[name]).names
    }
    return frozenset(given & MODULES.keys() - {name})


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def place_in(house: str, module: str) -> str:
    """The room or single module of a house that a module belongs to: `db` for archive.db.store."""
    return module.removeprefix(f"{house}.").partition(".")[0]


def cycle(graph: dict[str, frozenset[str]]) -> list[str]:
    """One circle of a graph, or an empty list."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("house", FLOORS)
def test_every_room_stands_on_one_floor(house: str) -> None:
    rooms = {place_in(house, module) for module in MODULES if module.startswith(f"{house}.")}
    assert Counter(" ".join(FLOORS[house]).split()) == Counter(rooms)


@pytest.mark.parametrize("house", FLOORS)
def test_nothing_imports_upward_or_sideways(house: str) -> None:
    floor = {room: number for number, line in enumerate(FLOORS[house]) for room in line.split()}
    wrong = []
    for module in MODULES:
        for other in imports(module):
            if all(name.startswith(f"{house}.") for name in (module, other)):
                here, there = place_in(house, module), place_in(house, other)
                if here != there and floor[there] >= floor[here]:
                    wrong.append(f"{module} imports {other}")
    assert wrong == []


def rooms_in_print(package: str) -> dict[str, int]:
    """The rooms in ARCHITECTURE.md's table of a package, with the number of their row from the top."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text.partition(f"## Rooms of `{package}/`")[2].partition("\n## ")[0]
    rooms = {}
    for number, cell in enumerate(re.findall(r"^\| (.+?) \|", table, re.MULTILINE)):
        names = re.findall(r"`([\w/]+)/`", cell)
        inside = names[0].rpartition("/")[0] if names else ""  # `clean/rating/`, `work/`, `kind/`
        for name in names:
            whole = name if not inside or name.startswith(f"{inside}/") else f"{inside}/{name}"
            rooms[f"{package}/{whole}".replace("/", ".")] = number
    return rooms


@pytest.mark.parametrize("package", ["archive", "crawler"])
def test_architecture_md_lists_the_rooms_top_down(package: str) -> None:
    row = rooms_in_print(package)
    rooms = {module_name(folder) for folder in PACKAGES if folder.name not in {"sites", "clean", package}}
    assert {room for room in rooms if room.startswith(package)} <= row.keys()
    wrong = []
    for module in MODULES:
        for other in imports(module):
            here, there = row.get(module.rpartition(".")[0]), row.get(other.rpartition(".")[0])
            if here is not None and there is not None and there < here:
                wrong.append(f"{module} imports {other}")
    assert wrong == []


def test_no_circle_of_modules() -> None:
    assert cycle({module: imports(module) for module in MODULES}) == []


def test_the_archive_knows_nothing_of_the_crawler() -> None:
    wrong = [
        f"{name} imports {module}"
        for name, path in MODULES.items()
        if name.startswith("archive")
        for module, _ in read(path).names
        if module.partition(".")[0] in {"crawler", "scrapy", "twisted"}
    ]
    assert wrong == []


def test_trafilatura_is_imported_in_one_place() -> None:
    users = {
        name
        for name, path in MODULES.items()
        for module, _ in read(path).names
        if module.partition(".")[0] == "trafilatura"
    }
    assert len(users) == 1 and users.pop().startswith("archive.clean.")


def test_no_private_name_is_imported() -> None:
    wrong = [
        f"{short(path)} imports {name} from {module}"
        for path in FILES
        for module, name in read(path).names
        if name and name.startswith("_") and module.partition(".")[0] in {"archive", "crawler", "tests"}
    ]
    assert wrong == []


def test_every_module_says_what_is_in_it() -> None:
    assert [name for name, path in MODULES.items() if not read(path).docstring] == []


@pytest.mark.parametrize("folder", PACKAGES, ids=short)
def test_a_folder_has_no_more_than_a_dozen_modules(folder: Path) -> None:
    modules = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert (len(modules) > A_DOZEN) == (short(folder) in MANY_MODULES), modules


def test_a_test_is_in_the_room_of_what_it_tests() -> None:
    wrong = []
    for path in TESTS:
        place = short(path).removeprefix("tests/test_")
        if path.name.startswith("test_") and place.startswith(("archive/", "crawler/")):
            module = place.replace("/test_", "/").removesuffix(".py").replace("/", ".")
            room, _, name = module.rpartition(".")
            is_named_for_it = module in MODULES or room.rpartition(".")[2] == name
            if is_named_for_it == (place in SUBJECTS) or room not in MODULES:
                wrong.append(place)
    assert wrong == [], "name a test for its module, or list its subject in SUBJECTS"


def test_a_long_file_says_why() -> None:
    wrong = []
    for path in FILES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MANY_LINES and f"\n{REASON}" not in read(path).docstring:
            wrong.append(f"{short(path)}: {lines} lines; split it, or say {REASON!r} in its docstring")
    assert wrong == []


@pytest.mark.parametrize("module", ["archive.commands.all", "crawler.cli.main"])
def test_the_command_line_starts_light(module: str) -> None:
    heavy = "{'scrapy', 'twisted', 'trafilatura', 'lxml', 'dateparser', 'rich', 'fastwarc'}"
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
