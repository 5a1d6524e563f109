"""`matinee save`: save, list and forget searches."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]


def test_save_list_use_and_forget(run: Run) -> None:
    assert run("save").stdout == "There are no saved searches; matinee save NAME QUERY makes one.\n"
    saved = run("save", "zoes", "author:ortega", "-kind:news")
    assert saved.stdout == "Saved zoes: 2 articles now. `matinee alerts` shows what is new.\n"
    assert run("save").stdout == "name\tquery\talerts shown\nzoes\tauthor:ortega -kind:news\tnever\n"
    (entry,) = json.loads(run("save", "--json").stdout)
    assert (entry["name"], entry["query"], entry["alerted_at"]) == ("zoes", "author:ortega -kind:news", None)
    assert run("search", "saved:zoes", "record", "--ids").stdout == "3\n"
    assert run("save", "zoes", "--forget").stdout == "Forgot zoes.\n"
    assert run("save", "--json").stdout == "[]\n"


def test_what_goes_wrong(run: Run) -> None:
    assert run("save", "zoes").exit_code == 2
    assert run("save", "--forget").exit_code == 2
    unknown = run("save", "zoes", "--forget")
    assert (unknown.exit_code, unknown.stderr) == (
        1,
        "Error: saved search zoes: not in the archive: `matinee save` lists them\n",
    )
    assert run("save", "a/b", "x").stderr == (
        "Error: a/b: not a name for a search: use letters, digits, - and _\n"
    )
    assert run("search", "saved:none").exit_code == 1
