# Safety Center. `make help` lists what can be done.

PORT ?= 8000
BIN := .venv/bin
RUNTIME := .venv/.installed-runtime
DEV := .venv/.installed-dev
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test bench lint types format assets translations lock screenshots wheelhouse
.SILENT:

help: ## this page
	awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(RUNTIME) ## start the demonstration (시연 시작): PORT=8000
	exec $(BIN)/safety-center demo --port $(PORT)

demo-reset: ## remove the demonstration's database and keys; `make demo` makes them anew
	rm -rf var/demo
	echo '시연 데이터와 키를 지웠습니다. 다시 만들려면: make demo'
	echo 'The demonstration is removed; to make it anew: make demo'

test: lint types ## everything, on SQLite and PostgreSQL and in a real browser: TESTS=tests/unit for a part
	exec $(BIN)/pytest -n auto $(TESTS)

bench: $(DEV) ## measure, with every result checked: BENCH="--only import --size 0.1", see benchmarks/README.md
	exec $(BIN)/python -m benchmarks $(BENCH)

lint: $(DEV) ## style, and which layer may import which
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports --no-cache > .venv/lint-imports.txt || { cat .venv/lint-imports.txt; exit 1; }

types: $(DEV) ## types of domain, services and stats
	exec $(BIN)/mypy --no-error-summary

format: $(DEV) ## let ruff put the code into shape
	$(BIN)/ruff check --fix --quiet . || true
	exec $(BIN)/ruff format --quiet .

screenshots: $(DEV) ## take the pictures of the documents anew, from a full demonstration
	exec $(BIN)/python -m tools.pictures

translations: $(DEV) ## collect the Korean sentences, merge them into the English catalog, compile it
	$(EXTRACT) --output .venv/messages.pot src/safety_center
	$(BIN)/pybabel -q update -i .venv/messages.pot -d src/safety_center/translations -l en \
	  --init-missing --no-fuzzy-matching --ignore-pot-creation-date --ignore-obsolete --width 100
	$(BIN)/pybabel compile -d src/safety_center/translations --statistics

assets: ## build the browser's files from npm (Node needed; the results are committed)
	cd frontend && npm ci --no-fund --no-audit && npm run build

wheelhouse: $(DEV) ## everything to install without network, with hashes and SBOM, into wheelhouse/
	exec $(BIN)/python -m tools.wheelhouse wheelhouse

lock: $(DEV) ## renew both locks: UPGRADE=--upgrade takes the newest versions allowed
	$(BIN)/python -m pip install --quiet 'uv>=0.13,<0.14'
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group build --group dev --constraints requirements.lock --output-file requirements-dev.lock

# Without places, so that a change of the catalog shows changed sentences only.
EXTRACT = $(BIN)/pybabel -q extract -F pyproject.toml -k N_ -k _l -k lazy_gettext \
  --no-location --sort-output --width 100 --project safety-center

# Names, versions and hashes only, for every platform and Python supported; no download address.
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --no-sources $(UPGRADE)

$(RUNTIME): requirements.lock pyproject.toml
	PYTHON='$(PYTHON)' tools/environment.sh requirements.lock
	touch $@

$(DEV): requirements-dev.lock pyproject.toml
	PYTHON='$(PYTHON)' tools/environment.sh requirements-dev.lock
	touch $@ $(RUNTIME)
