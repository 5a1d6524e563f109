"""How many examples Hypothesis tries: few in each run of the tests, many in `.ci/nightly`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("MATINEE_TEST_EXAMPLES", "8"))

# No deadline: a test must not rest on the machine's speed. A folder for all examples of a test is meant.
property_test = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
