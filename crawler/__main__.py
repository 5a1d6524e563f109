"""`python -m crawler` is `matinee`."""

from __future__ import annotations

from crawler.cli.main import main

if __name__ == "__main__":
    main()
