# The two commands: `make run` and `make test`. PYTHON= chooses the interpreter, PORT= the port.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-nightly test-release

run: $(VENV)/.installed
	@$(BIN)/quiz db upgrade
	@PORT=$(PORT) $(BIN)/quiz demo
	@echo "Sen: http://127.0.0.1:$(PORT)"
	@PORT=$(PORT) exec $(BIN)/quiz serve

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/pytest -n auto

test-nightly: $(VENV)/.installed-dev
	$(BIN)/pytest -n auto -m nightly

test-release: $(VENV)/.installed-dev
	$(BIN)/pytest -n auto -m "nightly or release"

# Each stamp is as new as the last install of its pins, so a second start installs nothing.
$(VENV)/.installed: requirements/base.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/base.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.installed-dev: requirements/dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/dev.txt
	touch $@
