# Targets for people and for CI; `make help` lists them.
SHELL := /bin/sh
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python,$(shell \
	$(name) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && command -v $(name))))
BIN := .venv/bin
STORE ?= milepost.db
SOURCES := $(shell find domain resolvers schema persistence server tests web docs \
	\( -name __pycache__ -o -name node_modules \) -prune -o -type f -print | sed 's/ /\\ /g') \
	README.md
CLIENTS := tests/clients/node
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--constraint constraints.txt

.PHONY: help serve test check format formatted lint types imports docs contract coverage soak bench
.PHONY: clean openapi

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST)

serve: .venv/served ## fill an empty store with the demo and serve it on 127.0.0.1:8000
	@$(BIN)/milepost seed --demo --store $(STORE)
	@exec $(BIN)/milepost serve --dev --store $(STORE)

test: .venv/tested .venv/clients ## run every test
	$(BIN)/pytest --cov --cov-report= || { rm -f .coverage; exit 1; }

check: formatted lint types imports docs contract coverage ## run all that CI runs

format: .venv/tested ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

formatted: .venv/tested ## check the format
	$(BIN)/ruff format --check .

lint: .venv/tested ## check the style
	$(BIN)/ruff check .

types: .venv/tested ## check the types, twice
	$(BIN)/mypy
	$(BIN)/pyright

imports: .venv/tested ## check which room imports which
	$(BIN)/lint-imports

docs: .venv/tested .venv/clients ## check that the documents tell the truth
	$(BIN)/pytest -n 0 --quiet tests/docs

contract: .venv/tested ## check that the schema mirrors the contract and AppSync takes it
	$(BIN)/milepost schema check

openapi: .venv/tested ## write docs/openapi.yaml anew
	$(BIN)/milepost schema openapi > docs/openapi.yaml

coverage: .coverage ## check the coverage of branches, running every test if anything changed
	$(BIN)/coverage report

soak: .venv/tested ## kill and restart writers for minutes
	$(BIN)/pytest -m soak -n 0 --timeout=0

bench: .venv/tested ## print what requests cost; nothing else should run meanwhile
	$(BIN)/python -m bench

clean: ## remove what the targets made, but not the data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*
	rm -rf $(CLIENTS)/node_modules

.coverage: .venv/tested $(SOURCES)
	@$(MAKE) --no-print-directory test

.venv/served: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "install Python 3.11 or later with its venv module" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(INSTALL) --upgrade pip
	@$(INSTALL) --editable .
	@touch $@

.venv/tested: .venv/served
	@$(INSTALL) --editable . --group dev
	@touch $@

.venv/clients: $(CLIENTS)/package.json | .venv/tested
	@if npm install --silent --no-package-lock --no-audit --no-fund --prefix $(CLIENTS); \
	then touch $@; else echo "npm cannot install $<: the tests that need it skip" >&2; fi
