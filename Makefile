# `make demo` and `make test` need Python 3.11 or newer, make and git; .venv is made on the way.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PUBLISHERS := .publishers
READERS := .readers
# Of pyproject.toml; .ci/run adds those that need more than Python.
EXTRAS := test,lint

.PHONY: demo test test-publishers test-readers lint docs screenshots model model-authors bench bench-clean bench-sitemap bench-killed bench-crawl clean

demo: $(READY)
	$(BIN)/matinee demo

# In several processes, as pyproject.toml says; `.venv/bin/pytest tests/test_x.py` runs in one.
test: $(READY)
	$(BIN)/pytest

# Publishing software that is not ours, on loopback: WordPress and Jekyll as Debian packages them, the rest of PyPI.
# A publisher that is not installed is skipped, with the command that installs it.
test-publishers: $(READY) $(PUBLISHERS)/.ready
	$(BIN)/pytest -n 2 tests/publishers

# What docs/use-a-dataset.md prints, run by the tools that it names, on exports of ../shared. Debian has LibreOffice and R.
test-readers: $(READY) $(READERS)/.ready
	$(BIN)/pytest -n 1 tests/readers

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The pages of this repository as a site of files; a link that leads nowhere is an error.
docs: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs]'
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -c docs/site -d build/docs-read . build/docs
	@echo "Open build/docs/index.html in your browser."

# Takes the pictures of docs/pictures anew, in Debian's Chromium.
screenshots: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[walk,javascript]'
	folder=$$(mktemp -d) && MATINEE_SCREENSHOTS=$$folder MATINEE_TEST_WALK=demo $(BIN)/pytest -n 0 tests/test_archive/web/test_walk.py \
		&& for picture in docs/pictures/*.png; do cp $$folder/$$(basename $$picture) $$picture; done

# Trains the weights in archive/clean/{judge,work,kind} on ../shared and prints their figures on hosts kept apart.
# OPTIONS=--check prints the figures and writes no weights.
model: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[model]'
	$(BIN)/python -m tests.training.train_blocks $(OPTIONS)
	$(BIN)/python -m tests.training.train_subject $(OPTIONS)

# Trains the weights in archive/clean/authors on ../shared/reviews and ../shared/corpus; prints figures on hosts kept apart.
model-authors: $(READY)
	$(BIN)/python -m tests.training.train_authors ../shared/reviews ../shared/corpus

bench: $(READY)
	$(BIN)/python -m tests.bench.corpus

# Peers beside trafilatura are measured where they are installed: $(BIN)/pip install '.[bench]'
# OPTIONS="--every 6 --cross-validated --details" takes each sixth page, trains anew, says more.
bench-clean: $(READY)
	$(BIN)/python -m tests.bench.clean $(OPTIONS)

bench-sitemap: $(READY)
	$(BIN)/python -m tests.bench.sitemap

bench-killed: $(READY)
	$(BIN)/python -m tests.bench.killed

bench-crawl: $(READY)
	$(BIN)/python -m tests.bench.sidebyside
	$(BIN)/python -m tests.bench.throughput

clean:
	rm -rf $(VENV) $(PUBLISHERS) $(READERS) *.egg-info .mypy_cache .pytest_cache .ruff_cache

# What pip 23.2 installed is imported once: it overlooks an extra of lxml's that trafilatura needs.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Matinee needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Matinee and what it needs into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable '.[$(EXTRAS)]'
	@$(BIN)/python -c 'import trafilatura, scrapy, sqlite_utils, dateparser, feedparser, fastwarc, zstandard'
	@touch $@

# Apart from Matinee's packages, as none of Matinee's may depend on theirs.
$(PUBLISHERS)/.ready: tests/publishers/requirements.txt
	@test -x $(PUBLISHERS)/bin/python || $(PYTHON) -m venv $(PUBLISHERS)
	@$(PUBLISHERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# Apart from them too, for the same reason.
$(READERS)/.ready: tests/readers/requirements.txt
	@test -x $(READERS)/bin/python || $(PYTHON) -m venv $(READERS)
	@$(READERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@
