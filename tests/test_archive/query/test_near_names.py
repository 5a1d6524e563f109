"""Names that are nearly in the archive."""

from __future__ import annotations

import pytest

from archive.db.store import Store
from archive.query.matching import read_query
from archive.query.near_names import unknown_names
from archive.query.selection import Selection


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("author:ortego", ["There is no author ortego; the nearest is Zoe Ortega."]),
        ("author:ortega", []),
        ("author:orteaga", ["There is no author orteaga; the nearest is Zoe Ortega."]),
        ("ortegga", ['Did you mean author:"Zoe Ortega"?']),
        ("work:balerina", ["There is no work balerina; the nearest is Ballerina."]),
        ('work:="Low Watr"', ["There is no work Low Watr; the nearest is Low Water."]),
        ("outlet:real kind:review", ["There is no outlet real; the nearest is reel."]),
        ("-outlet:real", []),
        ("low watr", ['Did you mean work:"Low Water"?']),
        ("balerina kind:review", ["Did you mean work:Ballerina?"]),
        ("zoe ortego", ['Did you mean author:"Zoe Ortega"?']),
        ("zzz", []),
        ("", []),
    ],
)
def test_names(four: Store, query: str, sentences: list[str]) -> None:
    assert unknown_names(four, Selection(), read_query(four, query)) == sentences
