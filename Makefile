# Everything is laid in .venv of this checkout; Python 3.11 or newer and make are all that is needed before.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
UV := $(BIN)/uv
STAMP := .venv/.installed
SAMPLES := samples/documents
BENCH_ARGS ?= --sample 3 --limit-pages 12
# Whole files go to each core: what a file prepares once is prepared once. PYTEST_ARGS may say otherwise (-n 0).
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile
PYTEST_ARGS ?=

.PHONY: install run test format lock samples bench docs clean

install: $(STAMP)

$(UV):
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# The exact set of requirements.lock, every file checked by its hash, then the project itself, editable. Compiled here,
# once: where Python may not write bytecode, each command would compile what it imports again, for several seconds.
$(STAMP): requirements.lock pyproject.toml | $(UV)
	$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	$(BIN)/python -m compileall -q extractors flows
	@touch $@

# Reads the sample documents into raw/ and curated/, and shows what was found.
run: install
	$(BIN)/yanbao ingest --flow $(SAMPLES)
	$(BIN)/yanbao figures

test: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) $(PYTEST_ARGS)

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Pins stay where they are if they still fit; `make lock UPGRADE=--upgrade` takes the newest.
lock: | $(UV)
	$(UV) pip compile --quiet --python $(BIN)/python --universal --generate-hashes --no-emit-index-url \
		--no-emit-find-links --custom-compile-command "make lock" --extra dev $(UPGRADE) \
		--output-file requirements.lock pyproject.toml

samples: install
	$(BIN)/python samples/make_samples.py

# Generated parts of docs/; a test fails where they are out of date.
docs: install
	$(BIN)/python docs/generate.py

bench: install
	$(BIN)/python benchmarks/corpus.py $(SAMPLES) $(BENCH_ARGS)
	$(BIN)/python benchmarks/language.py $(SAMPLES)
	$(BIN)/python benchmarks/figures.py $(SAMPLES)

# Leaves raw/ and curated/ alone: they hold your documents.
clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
