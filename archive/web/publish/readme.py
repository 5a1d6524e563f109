"""README.md of a copy for browsing. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.export.dataset.markdown_table import plain
from archive.export.options.text_mode import TextMode
from archive.terminal import counted

_RUN = """\
## Look at it

With Matinee, which draws pages of articles, works, critics and outlets, run in this folder:

```console
pip install 'matinee[serve]'
matinee serve --db archive.db --open
```

Any [Datasette](https://datasette.io) shows the tables, with facets, search and queries that are asked often:

```console
pip install datasette
datasette . --open
```

Both only read. Before you put it on the web, read what the pages say about the use of their texts: it is in
the column `rights` of the table `coverage`.

"""
_MISSING = """\
## What is not in it

- the texts of pages that say `noarchive`, or whose `rights` have an `opt_out`: `text` is null;
- the bytes of pages, readers' comments, earlier texts of a page, and so queries about changes;
- crawls, frontier, hosts, saved searches, corrections and exports; `matinee serve` says "There was no crawl";
- what is needed to change it: this is a copy to read, not a backup. `matinee check` finds that its texts do
  not match their hashes, which are those of the whole texts.
"""


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What is known of a copy besides its articles.

    Attributes:
        query: as typed; "" for none.
        options: of the command, those that have a value.
        shown: how much of a text may be read.
        made_at: ISO 8601, UTC.
        version: of Matinee.
    """

    query: str
    options: Mapping[str, Any]
    shown: TextMode
    made_at: str
    version: str

    @property
    def summary(self) -> str:
        """What of the texts is in it, in a sentence."""
        texts = {None: "the whole texts", 0: "no texts"}.get(self.shown.words)
        part = texts or f"the first {counted(self.shown.words or 0, 'word')} of each text"
        day = self.made_at[:10]
        return f"Facts of entertainment coverage and {part}, copied from a Matinee archive on {day}."


def readme(facts: CopyFacts, count: int) -> str:
    """The whole text."""
    options = json.dumps(dict(facts.options), ensure_ascii=False, default=str, sort_keys=True)
    return "\n".join(
        [
            "# Coverage to browse\n",
            f"{facts.summary} {counted(count, 'article')}.\n",
            f"- made: {facts.made_at} by Matinee {facts.version}",
            f"- query: {plain(facts.query) or 'none: all articles'}",
            f"- options: {plain(options)}\n",
            _RUN + _MISSING,
        ]
    )
