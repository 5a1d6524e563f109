"""README.md of a dataset, with the YAML header that the Hugging Face hub reads, and CITATION.cff. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from archive.export.columns import Columns
from archive.export.dataset.column_descriptions import DESCRIPTIONS
from archive.export.dataset.facts import DatasetFacts
from archive.export.dataset.statistics import Statistics

_MOST = 50  # rows of a table of counts; what is beyond is summed up
_LIMITS = """\
- All facts are read from pages by programs. The columns that end in `_from` say where each was read; what was
  told from the text is less certain than what the page states in its metadata.
- A date is only known as exactly as its `_precision` column says. The rest of it is filled in.
- `rating_score` compares scales by conversions that are named in `rating_conversion`. For another conversion
  start from `rating_raw`.
- What an outlet shows to subscribers alone is missing or cut (`status`).
- The outlets were chosen by the owner of the archive. They are no sample of all coverage.
"""
_RIGHTS = """\
The texts belong to their publishers and authors. This dataset grants no licence for them. Each article's
`rights` repeats what its page, HTTP headers and host said about the use of the text. By signal:
"""


def card(facts: DatasetFacts, columns: Columns, statistics: Statistics) -> str:
    """The whole text of README.md."""
    return "\n".join(
        [
            *_header(facts, statistics),
            f"# {plain(facts.name)}\n",
            f"{facts.summary} It has {statistics.count:,} articles, {statistics.copies:,} of them with the"
            " same text as an earlier one (`duplicate_of`).\n",
            "## How it was made\n",
            *_making(facts),
            "## Articles\n",
            *(
                line
                for name, counts in statistics.groups.items()
                for line in _counts(name, counts, statistics.count)
            ),
            *_counts("score, from", statistics.scores, statistics.count, by_size=False),
            *_counts("words, at least", statistics.lengths, statistics.count, by_size=False),
            "## Columns\n",
            *_columns(columns, statistics),
            "## Where facts were read\n",
            *(
                line
                for name, counts in statistics.sources.items()
                if counts
                for line in _counts(f"{name} read from", counts, statistics.count)
            ),
            "## Rights\n",
            _RIGHTS,
            *_counts("signal", statistics.rights, statistics.count),
            "## Known limits\n",
            _LIMITS,
        ]
    )


def citation(facts: DatasetFacts) -> str:
    """The text of CITATION.cff. JSON strings are YAML strings."""
    return "\n".join(
        [
            "cff-version: 1.2.0",
            "message: If you use this dataset, please cite it as below.",
            "type: dataset",
            f"title: {json.dumps(facts.name)}",
            f"abstract: {json.dumps(facts.summary)}",
            "authors:",
            "  - name: The owner of the archive",
            f"date-released: '{facts.made_at[:10]}'",
            f"version: {json.dumps(facts.made_at)}",
            "",
        ]
    )


def _header(facts: DatasetFacts, statistics: Statistics) -> list[str]:
    languages = sorted({(tag or "").split("-")[0].lower() for tag in statistics.groups["language"]} - {""})
    sizes = ((1e3, "n<1K"), (1e4, "1K<n<10K"), (1e5, "10K<n<100K"), (1e6, "100K<n<1M"), (1e7, "1M<n<10M"))
    size = next((name for limit, name in sizes if statistics.count < limit), "n>10M")
    return [
        "---",
        f"pretty_name: {json.dumps(facts.name)}",
        *(["language:", *(f"- {json.dumps(tag)}" for tag in languages)] if languages else []),
        "license: other",
        "license_name: rights-of-each-article",
        "size_categories:",
        f"- {size}",
        "configs:",
        "- config_name: default",
        "  data_files:",
        "  - split: train",
        "    path: data/train-*.parquet",
        "---",
        "",
    ]


def _making(facts: DatasetFacts) -> list[str]:
    options = json.dumps(dict(facts.options), ensure_ascii=False, default=str, sort_keys=True)
    rows: dict[str, object] = {
        "made": facts.made_at,
        "query": facts.query or "none: all articles",
        "options": options,
        **{f"version of {name}": version for name, version in facts.versions.items()},
    }
    return _table(("", ""), ((name, plain(str(value))) for name, value in rows.items()))


def _counts(
    name: str,
    counts: Mapping[str | None, int] | Mapping[int, int] | Mapping[str, int],
    total: int,
    *,
    by_size: bool = True,
) -> list[str]:
    pairs = [("unknown" if value is None else str(value), count) for value, count in counts.items()]
    if by_size:
        pairs.sort(key=lambda pair: (-pair[1], pair[0]))
    else:
        pairs.sort(key=lambda pair: int(pair[0]))
    rest = pairs[_MOST:]
    if rest:
        pairs[_MOST:] = [(f"{len(rest)} others", sum(count for _, count in rest))]
    rows = ((plain(value), f"{count:,}", f"{count / max(total, 1):.1%}") for value, count in pairs)
    return _table((name, "articles", "share"), rows)


def _columns(columns: Columns, statistics: Statistics) -> list[str]:
    rows = (
        (f"`{name}`", DESCRIPTIONS[name], f"{statistics.missing[name] / max(statistics.count, 1):.1%}")
        for name in columns.names
    )
    note = "`work_...` and `rating_...` are the keys of the structs `work` and `rating`.\n"
    return [note, *_table(("column", "is", "missing"), rows)]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, ("---",) * len(head), *rows]
    return [*("| " + " | ".join(line) + " |" for line in lines), ""]


def plain(text: str) -> str:
    """A text of pages or of a person that changes nothing of the Markdown or HTML around it."""
    line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{char}" if char in "\\|`*_[]#" else char for char in line)
