# Everything a fresh machine needs is Python 3.11 or newer, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: papers test lint bench wheel generated clean

papers: $(STAMP)  ## install the toolkit and render the paper in the 24 official languages
	$(BIN)/position render ai-generated-csam

test: $(STAMP)  ## install the toolkit and run every test, in as many processes as there are processors
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(STAMP)  ## style, types and the directions of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)  ## measure against pandoc
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python benchmarks/compare.py
	$(BIN)/python benchmarks/wording.py
	$(BIN)/python benchmarks/catalogues.py
	$(BIN)/python benchmarks/redlines.py

wheel: $(STAMP)  ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

generated: $(STAMP)  ## write again what is made from code: Word template, CLDR facts, JSON Schemas
	$(BIN)/python -m toolkit.maintenance.word_template
	$(BIN)/python -m toolkit.languages.snapshot
	$(BIN)/python -m toolkit.maintenance.schemas

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $(STAMP)

clean:
	rm -rf $(VENV) build dist
