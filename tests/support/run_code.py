"""`python ... -c CODE WORDS...` as a module, which the fork server of the tests can run."""

import sys

if __name__ == "__main__":
    _, _code, *_words = sys.argv[sys.argv.index("-c") :]
    sys.argv[:] = ["-c", *_words]
    exec(_code)
