"""README.md of a dataset, with the YAML header that the Hugging Face hub reads, and CITATION.cff. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from archive.export.columns import Columns
from archive.export.dataset.column_descriptions import DESCRIPTIONS
from archive.export.dataset.facts import DatasetFacts
from archive.export.dataset.known_limits import known_limits
from archive.export.dataset.left_out_and_parts import left_out, parts
from archive.export.dataset.markdown_table import plain, table
from archive.export.dataset.statistics import Statistics
from archive.terminal import counted

_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_MOST = 50  # rows of a table of counts; what is beyond is summed up
_RATINGS = """\
`rating_raw` is what the critic gave, `rating_score` the same on 0 to 100 by the conversion that is named in
`rating_conversion`. Shares are of all articles, also of those without a rating.
"""
_RIGHTS = """\
The texts belong to their publishers and authors. This dataset grants no licence for them. Each article's
`rights` repeats what its page, HTTP headers and host said about the use of the text. By signal:
"""


def card(facts: DatasetFacts, columns: Columns, statistics: Statistics, plots: Sequence[str] = ()) -> str:
    """The whole text of README.md. Args: plots: lines that show them."""
    return "\n".join(
        [
            *_header(facts, statistics),
            f"# {plain(facts.name)}\n",
            f"{facts.summary} It has {counted(statistics.count, 'article')}.\n",
            "## How it was made\n",
            *_making(facts),
            *left_out(facts.left_out),
            *(parts(facts.split) if facts.split else []),
            "## Articles\n",
            *plots,
            *(
                line
                for name, counts in statistics.groups.items()
                for line in _counts(name, counts, statistics.count)
            ),
            "## Ratings\n",
            _RATINGS,
            *_counts("scale", statistics.scales, statistics.count),
            *_counts("rating as printed", statistics.ratings, statistics.count),
            *_counts("score, from", statistics.scores, statistics.count, by_size=False),
            "## Texts\n",
            *_texts(facts, statistics),
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
            *known_limits(columns),
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
        *(
            line
            for part in facts.parts
            for line in (f"  - split: {part}", f"    path: data/{part}-*.parquet")
        ),
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
    return table(("", ""), ((name, plain(str(value))) for name, value in rows.items()))


def _texts(facts: DatasetFacts, statistics: Statistics) -> list[str]:
    """How long texts are, and how many are copies."""
    total = max(statistics.count, 1)
    steps = ", ".join(f"{share:.0%} at most {statistics.words_at(share):,}" for share in _QUANTILES)
    return [
        *([f"{facts.texts}\n"] if facts.texts else []),
        f"Words of a text: {steps}.\n",
        *_counts("words, at least", statistics.lengths, statistics.count, by_size=False),
        f"Copies: {statistics.copies:,} ({statistics.copies / total:.1%}) have the same text as an earlier"
        f" article of the archive (`duplicate_of`); {facts.near_copies:,} ({facts.near_copies / total:.1%})"
        " are a copy or near copy of another, in any outlet, that is likely to be the original.\n",
    ]


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
    return table((name, "articles", "share"), rows)


def _columns(columns: Columns, statistics: Statistics) -> list[str]:
    rows = (
        (f"`{name}`", DESCRIPTIONS[name], f"{statistics.missing[name] / max(statistics.count, 1):.1%}")
        for name in columns.names
    )
    note = "`work_...` and `rating_...` are the keys of the structs `work` and `rating`.\n"
    return [note, *table(("column", "is", "missing"), rows)]
