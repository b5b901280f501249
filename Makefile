# Two commands: `make` sets everything up and builds the shipped document into dist/; `make test` passes the tests.
# Needed beforehand: Python 3.11 or newer with venv, and make.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# CI installs exactly what is pinned, each file by its digest; elsewhere the newest that fits. The lock names everything, so that pip has
# nothing to resolve: it would look for the newest of what a package asks for with an extra, and refuse it for want of a digest.
ifdef CI
LOCKED := $(PIP) --require-hashes --no-deps -r .ci/requirements.lock &&
PIP_OURS := $(PIP) --no-deps --no-build-isolation
else
PIP_OURS := $(PIP)
endif

.PHONY: all build test quick check bench pictures refresh clean
all: build

build: .venv/.installed
	@$(BIN)/build-graph build

test: .venv/.installed-dev
	@$(BIN)/python -m pytest -q -n auto --dist loadfile

# Unit tests and golden cases alone: while you work, in about a minute.
quick: .venv/.installed-dev
	@$(BIN)/python -m pytest -q -n auto --dist loadfile tests/unit tests/golden

check: .venv/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports

# Seconds, triples and memory, both sides in turn. On a machine that has nothing else to do.
bench: .venv/.installed
	@$(BIN)/python -m benchmarks

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "pathkg needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | .venv/bin/python
	$(LOCKED) $(PIP_OURS) -e '.[fast,site]'
	@touch $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	$(LOCKED) $(PIP_OURS) -e '.[fast,site,dev]'
	@touch $@ .venv/.installed

# After a change of what is read: anchors (where the original page is at hand: PAGE=...), release and golden answers anew. Look at the diff.
refresh: .venv/.installed-dev
	$(if $(PAGE),$(BIN)/build-graph anchors $(PAGE) > documents/.anchors && mv documents/.anchors documents/calcinosis-cutis.anchors.tsv)
	@$(BIN)/build-graph build
	@$(BIN)/python tests/golden_answers.py
	@$(MAKE) -s pictures

# The pictures of the README, from the release.
pictures: .venv/.installed
	@$(BIN)/build-graph site --pictures docs/pictures >/dev/null

# All that .gitignore names and that make, the tests or .ci/* made.
clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build site .dist.* .consumers .floor .servers
	rm -rf src/build_graph/site/bundle tests/browser/node_modules
	find src tests benchmarks .ci -name __pycache__ -prune -exec rm -rf {} +
