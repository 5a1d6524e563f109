"""How long the import of `Archive` takes, beside sqlite-utils: `python -m tests.bench.import_time`.

Each import runs in a new process. The two take turns, so that load on the machine slows both alike. The
figures are the times that `python -X importtime` prints for the whole import.
"""

from __future__ import annotations

import re
import subprocess
import sys
from statistics import median

from tests.support.paths import ROOT

ROUNDS = 11
OURS, PEER = "from archive import Archive", "import sqlite_utils"
_LINE = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)$", re.MULTILINE)


def milliseconds(statement: str) -> float:
    """The time of the modules that a statement imports, without those that Python itself starts with."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import site; {statement}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    lines = _LINE.findall(done.stderr)
    start = max(number for number, (_, module) in enumerate(lines) if module == "site")
    return sum(int(microseconds) for microseconds, _ in lines[start + 1 :]) / 1000


def main() -> None:
    """Print the medians, the least and the ratio."""
    times: dict[str, list[float]] = {OURS: [], PEER: []}
    for _ in range(ROUNDS):
        for statement, taken in times.items():
            taken.append(milliseconds(statement))
    for statement, taken in times.items():
        print(f"{statement:32} median {median(taken):6.1f} ms, least {min(taken):6.1f} ms")
    print(f"ratio of the medians: {median(times[OURS]) / median(times[PEER]):.2f}")


if __name__ == "__main__":
    main()
