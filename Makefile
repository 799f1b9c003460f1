# The chores. `make story` and `make test` are all a newcomer needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
JS := storytailor_dagster_tests/js

.PHONY: help story test up doctor emulator bench bench-api bench-memory endurance soak pictures gallery install check audit lock format clean

help:  ## This list.
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

story: $(VENV)/.ready  ## Make one story. Options go into ARGS='--age 5 --theme courage --hero Mira'.
	@$(BIN)/storytailor story $(ARGS)

test: $(VENV)/.ready-dev  ## Run the whole test suite, in two halves side by side; or what ARGS names.
	@$(BIN)/python -m $(if $(ARGS),pytest $(ARGS),storytailor_dagster_tests)

up: $(VENV)/.ready  ## Run the database, the API with its page, Dagster and its daemon until Ctrl-C.
	@$(BIN)/storytailor up

doctor: $(VENV)/.ready  ## Say what is installed, set up and answering.
	@$(BIN)/storytailor doctor

emulator: $(VENV)/.ready  ## Run the emulated providers on loopback until Ctrl-C. Options go into ARGS='--port 8009'.
	@$(BIN)/python -m storytailor_dagster_tests.emulator $(ARGS)

bench: $(VENV)/.ready-dev $(VENV)-bench/.ready  ## Measure a story beside other engines. Options go into ARGS='--only single,pickup'.
	@$(BIN)/python -m benchmarks.reference $(ARGS)

bench-api: $(VENV)/.ready-dev  ## Measure how soon requests are accepted and states are told.
	@$(BIN)/python -m benchmarks.api

bench-memory: $(VENV)/.ready-dev  ## Measure what a worker's child takes of memory, by part and by story.
	@$(BIN)/python -m benchmarks.memory $(ARGS)

endurance: $(VENV)/.ready-dev  ## Kill everything while stories are in flight, as root. ARGS='--times 3 --what redis,store'
	@$(BIN)/python -m benchmarks.endurance $(ARGS)

soak: $(VENV)/.ready-dev  ## Make hundreds of stories and see what grows, as root. ARGS='--stories 300 --by studio'
	@$(BIN)/python -m benchmarks.endurance.soak $(ARGS)

pictures: $(VENV)/.ready-dev  ## Pictures of the page, into build/pictures. ARGS=--readme renews the README's.
	@$(BIN)/python -m storytailor_dagster_tests.pictures $(ARGS)

gallery: $(VENV)/.ready-dev  ## Draw contact sheets of every trait into .storytailor/gallery.
	@$(BIN)/python -m storytailor_dagster_tests.gallery $(ARGS)

install: $(VENV)/.ready  ## Install the locked dependencies and the package.

check: $(VENV)/.ready-dev  ## Linters, types and import rules.
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.ready-dev  ## Lay the code out.
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

audit: $(VENV)/.ready-dev $(VENV)-audit/.ready  ## Ask the advisory databases about every locked package (needs the internet).
	@.ci/audit

lock:  ## Choose the newest allowed versions anew (needs uv).
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate \
		--no-header --quiet --upgrade pyproject.toml --extra telemetry --group build --group fleet -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate \
		--no-header --quiet --upgrade pyproject.toml --extra telemetry --group build --group fleet --group dev --constraint requirements.lock -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate \
		--no-header --quiet --upgrade --group bench -o requirements-bench.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate \
		--no-header --quiet --upgrade --group audit -o requirements-audit.lock

clean:  ## Remove the virtual environment; the stories stay.
	rm -rf $(VENV) $(VENV)-bench $(VENV)-audit

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock $(JS)/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/npm ci --silent --prefix $(JS)
	@touch $@

$(VENV)-bench/.ready: requirements-bench.lock
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

$(VENV)-audit/.ready: requirements-audit.lock
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.lock
	@touch $@
