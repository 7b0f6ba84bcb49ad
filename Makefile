# Cooler Heads. `make help` lists the targets; set-up happens by itself, once, in .venv.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# nbgrader and nbconvert call their neighbours (alembic, jupyter) by name: they must be found on PATH.
export PATH := $(CURDIR)/$(BIN):$(PATH)

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cooler Heads needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or two) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.PHONY: help
help: ## list these targets
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{ printf "  make %-18s %s\n", $$1, $$2 }'

.PHONY: setup
setup: $(READY) ## set up .venv (the other targets do it when needed)

.PHONY: book
book: $(READY) ## build the published course into _build/html
	$(BIN)/python -m coolerheads.book

.PHONY: serve
serve: book ## build the course and serve it at http://localhost:8000
	$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

.PHONY: lab
lab: $(READY) ## open the chapters as notebooks in JupyterLab
	$(BIN)/jupyter lab --config=jupyter_lab_config.py chapters/keep-your-cool.md

.PHONY: exercises
exercises: $(READY) ## make the assignments in exercises/ from bank/
	$(BIN)/coolerheads exercises

.PHONY: grade
grade: $(READY) ## run a whole nbgrader round over the sample class and print its grades
	$(BIN)/python -m tests.sample_class

.PHONY: model
model: $(READY) ## compile the labels and train the scorer on corpus/ into its one data file
	$(BIN)/python -m coolerheads.scoring.build

.PHONY: bench-scorer
bench-scorer: $(READY) ## measure the scorer on unseen voices and write its page and model card
	$(BIN)/python -m coolerheads.scoring.bench

.PHONY: fuzz
fuzz: $(READY) ## grade 10,000 odd notebooks (the tests do 500)
	FUZZ_CASES=10000 $(BIN)/python -m pytest tests/test_fuzz.py -q --timeout 3600

.PHONY: bench-grading
bench-grading: $(READY) ## compare the cost of grading: ours, vanilla nbgrader, otter-grader (15 minutes)
	$(BIN)/python -W ignore -m tests.bench_grading

.PHONY: bench-attacks
bench-attacks: $(READY) ## try every attack on vanilla nbgrader and on ours (20 minutes)
	$(BIN)/python -W ignore -m tests.attacks

.PHONY: second-reading
second-reading: $(READY) ## compare the bank's keys with the second, blind reading
	$(BIN)/python -m coolerheads.grading.second_reading

.PHONY: test
test: $(READY) browser ## run the tests
	$(BIN)/python -m pytest

.PHONY: browser
browser: $(READY)
	@$(BIN)/python -m tests.find_browser

.PHONY: bench
bench: $(READY) browser ## measure the dialogue against other ways to put a quiz on a page
	$(BIN)/python -m bench

.PHONY: check
check: $(READY) ## lint, types, content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	npm exec --silent --yes --prefer-offline --package=typescript@7.0.2 -- tsc --noEmit --allowJs --checkJs --strict --target es2023 --lib es2023,dom,dom.iterable coolerheads/static/coolerheads.mjs
	$(BIN)/codespell
	$(BIN)/coolerheads check

.PHONY: format
format: $(READY) ## put the code into its one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: requirements
requirements: $(READY) ## pin the whole environment in requirements.txt, from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-header pyproject.toml --output-file requirements.txt

.PHONY: clean
clean: ## remove what was built (not .venv)
	rm -rf _build .sample dist .pytest_cache .mypy_cache .ruff_cache
