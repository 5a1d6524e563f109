"""How many examples the tests try: few in each run of the tests, many in `.ci/nightly`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

DAYTIME = 8
NIGHTLY = int(os.environ.get("MATINEE_TEST_EXAMPLES", "0"))


def page_step(by_day: int) -> int:
    """Which of the real pages a test reads: each so many-th by day, every one in `.ci/nightly`."""
    return 1 if NIGHTLY else by_day


def property_test_with(examples: int) -> settings:
    """The settings of a test that needs at least that many examples to meet what it is about."""
    # No deadline: a test must not rest on the machine's speed. A folder for all examples of a test is meant.
    return settings(
        max_examples=max(examples, NIGHTLY),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


property_test = property_test_with(DAYTIME)
