# Rubin: `make run` opens it, `make test` checks it, `make bench` measures it,
# `make bundle` packs it for machines without a network. Everything lives in .venv.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
    $$p -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(wildcard rubin_tui/messages/locale/*/LC_MESSAGES/*.po)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test bench bundle clean lint docs pictures
run: $(VENV)/.run
	@$(BIN)/rubin

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.dev
	$(BIN)/python docs/make_keys.py

pictures: $(VENV)/.dev
	$(BIN)/python docs/make_pictures.py

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

bundle: $(VENV)/.run
	@$(BIN)/python bundle/make.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find rubin_tui -name '*.mo' -delete

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "Rubin needs Python 3.11, 3.12 or 3.13: install one, or name it: make PYTHON=/path/to/python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python pyproject.toml constraints.txt hatch_build.py $(CATALOGUES)
	$(BIN)/python -m pip install -q -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install -q -c constraints.txt -e ".[dev]"
	@touch $@
