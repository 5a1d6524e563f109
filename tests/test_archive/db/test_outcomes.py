"""The words for what came of a page."""

from __future__ import annotations

from typing import get_args

from archive.db.outcomes import (
    OUTCOME_WORDS,
    OutcomeName,
    OutcomeWord,
    count_words,
    describe_in_detail,
    describe_outcome,
)
from archive.importing.import_report import OUTCOMES as IMPORT_OUTCOMES
from archive.ingest.reclean import OUTCOMES as RECLEAN_OUTCOMES


def test_every_outcome_has_a_word_for_readers() -> None:
    assert list(OUTCOME_WORDS) == list(get_args(OutcomeWord))
    assert {*get_args(OutcomeName), "missing"} == {*get_args(OutcomeWord)}
    assert list(OUTCOME_WORDS.values()) == [
        *(
            "new",
            "changed",
            "unchanged",
            "kept the better",
            "not an article",
            "not found once",
            "gone",
            "failed",
        )
    ]


def test_counts_are_told_in_one_order_and_not_modified_is_unchanged() -> None:
    counts = {"gone": 1, "new": 1200, "same": 2, "worse": 0, "unchanged": 3}
    assert count_words(counts) == "1,200 new, 5 unchanged, 1 gone"
    assert count_words({}) == ""
    assert describe_outcome("worse") == "kept the better"
    assert describe_outcome("waiting") == "waiting"


def test_reports_of_commands_begin_with_these_words() -> None:
    for report in (IMPORT_OUTCOMES, RECLEAN_OUTCOMES, describe_in_detail({})):
        assert [report[name].partition(":")[0] for name in OUTCOME_WORDS] == list(OUTCOME_WORDS.values())
