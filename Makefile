# Every target sets up what it needs, from nothing but python3 and make.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORE := $(VENV)/.core
TEST := $(VENV)/.test
AS_OF := 2026-11-01

.PHONY: help demo serve test test-web check bench mutation format lock clean

help: ## what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-8s %s\n", $$1, $$2}'

$(CORE): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "recoup needs Python 3.11 or later")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(TEST): requirements-test.lock $(CORE)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	touch $@

demo: $(CORE) ## read the sample contracts, check the sample billing, show the recoveries
	$(BIN)/recoup demo

serve: $(CORE) ## the web application, with its worker; asks who the first admin is
	$(BIN)/recoup serve

test: $(TEST) ## every test, offline
	$(BIN)/pytest

test-web: $(TEST) ## the web application in a real browser (Chromium; installed here where that is allowed)
	@command -v chromium >/dev/null || test -n "$$RECOUP_CHROMIUM" \
		|| { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } \
		|| { echo 'install Chromium first (Debian: apt-get install chromium), or name another in RECOUP_CHROMIUM'; exit 1; }
	$(BIN)/pytest -n 0 -m browser tests/web/browser

check: $(TEST) ## lint, types, layers, formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy terms prompts extractors billing store agent evals app
	$(BIN)/lint-imports
	@! git grep -nE '\b(TODO|FIXME|XXX)\b' -- '*.py' || (echo 'unfinished work is an issue, not a comment'; exit 1)

bench: $(TEST) ## speed as ratios against a floor in the same run
	$(BIN)/python -m evals.bench
	$(BIN)/python -m evals.bench_volume --scale 0.02
	$(BIN)/python -m app.load

mutation: $(TEST) ## change the money code one place at a time: a test must notice (fetches mutmut)
	test -x build/mutation-tools/bin/mutmut || ($(PYTHON) -m venv build/mutation-tools && build/mutation-tools/bin/pip install --quiet mutmut==3.8.1)
	rm -rf build/mutation && mkdir -p build/mutation/tests
	cp -r terms prompts billing build/mutation/ && cp -r tests/billing tests/shared.py tests/pdfs.py build/mutation/tests/
	cp tests/billing/mutation.toml build/mutation/pyproject.toml
	cd build/mutation && PYTHONPATH=$$($(abspath $(BIN))/python -c 'import site; print(site.getsitepackages()[0])') nice ../mutation-tools/bin/mutmut run

format: $(TEST) ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## renew the lock files (needs uv)
	echo 'setuptools>=77' | uv pip compile --quiet --upgrade --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml - -o requirements.lock
	uv pip compile --quiet --upgrade --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --extra test -o requirements-test.lock

clean: ## remove what the targets made
	rm -rf $(VENV) demo build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
