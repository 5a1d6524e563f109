"""A worker process of pytest-xdist, forked from a process that has imported what the tests import.

Its last word is the code that starts such a worker, as `python -c` is given it.
"""

import sys

if __name__ == "__main__":
    _code = sys.argv[-1]
    sys.argv[:] = ["-c"]
    exec(_code)
