# The one list of verbs. `make` alone prints it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := bot followup nhacviec plan reports scheduler storage texts web

.DEFAULT_GOAL := help
.PHONY: help env run test chaos bench soak lint fix types imports check audit lock clean

help: ## list these verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/' | expand -t 16

# Two stamps: `make run` needs only the product's own packages, the other verbs the tools as well.
$(VENV)/run.stamp: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2
	@$(BIN)/python -m compileall -q $(ROOMS) >&2
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock >&2
	@touch $@

env: $(VENV)/dev.stamp ## make the environment from the lock files

run: $(VENV)/run.stamp ## run the bot (the console on a sample school when no token is set)
	@$(BIN)/nhacviec run

test: env ## the tests, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest

chaos: env ## the faults of tests/faults, long and many times; prints what was told and held
	@$(BIN)/python -m pytest tests/faults --chaos -n 1 -rP

bench: env ## measure, each beside its baseline (JSON lines)
	@$(BIN)/python -m bench.reading
	@$(BIN)/python -m bench.papers
	@$(BIN)/python -m bench.delivery
	@$(BIN)/python -m bench.service
	@$(BIN)/python -m bench.long_plan
	@$(BIN)/python -m bench.floods
	@$(BIN)/python -m bench.day
	@$(BIN)/python -m bench.documents
	@$(BIN)/python -m bench.pages

soak: env ## 50 schools of mixed traffic with faults on (MINUTES=10); prints JSON lines
	@$(BIN)/python -m bench.soak --minutes $(or $(MINUTES),10)

lint: env ## ruff, spelling, unused or undeclared packages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell
	@$(BIN)/deptry .

fix: env ## let ruff mend and format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: env ## mypy, strict
	@$(BIN)/mypy

imports: env ## imports go down only
	@$(BIN)/lint-imports --no-cache

check: lint types imports test ## everything CI runs

audit: env ## known faults of the locked packages, where their database can be reached
	@$(BIN)/python -m tests.house.audit

lock: ## renew the lock files (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove what the verbs made (never the data folder)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
