# make demo   set up, build the Pokrovsk graph, answer three questions, draw the network
# make test   set up with the tools that tests need, and pass all tests but the slow ones
# make slow   pass the slow tests: what takes more than a second, the reasoner, the wheel, processes that are killed …
# make thorough  pass what is left: still more examples, windows and random input of what slow tests try, before a release
# make check  format, lint, types, layers, docs, data, fast and slow tests
# make fix    put code, docs and data into form
# make docs   write the generated parts of the documentation anew
# make bench  print the timings that docs/measurements.md quotes

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Python compiles what it imports; to compile all that is installed takes a fifth of the set-up
INSTALL = $(BIN)/pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt
SOURCES ?= $(wildcard ../shared/sources)
# Tests sometimes wait, for disks, browsers and servers: three at a time keep two cores busy
WORKERS ?= 3
CODE := src tests bench docs data
COGGED := README.md docs/cli.md docs/examples.md docs/own-documents.md docs/queries.md docs/rules.md docs/spreadsheets.md docs/vocabulary.md

.NOTPARALLEL: # two of these at once would install into one folder
.PHONY: demo test slow thorough check lint fix docs bench clean

demo: $(VENV)/.run
	$(BIN)/kgraph demo --output-folder out $(if $(SOURCES),--sources $(SOURCES))

# Without bytecode each worker, and each process that a test or a page of the docs starts, compiles all that it loads
lint test slow thorough: export PYTHONDONTWRITEBYTECODE :=
lint test slow thorough: export PYTHONPYCACHEPREFIX := $(abspath $(VENV))/.bytecode

test: $(VENV)/.test
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not slow and not thorough"

# a module in one worker, so that the reasoner's Java machine is started once; tests/conftest.py knows the order of modules
slow: $(VENV)/.test
	$(BIN)/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "slow and not thorough"

thorough: $(VENV)/.test
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m thorough

check: lint test slow

lint: $(VENV)/.dev
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/lint-imports
# mypy takes a minute; meanwhile all tests are loaded once, which leaves the bytecode that else each worker makes for itself
	$(BIN)/mypy & types=$$!; $(BIN)/cog --check -U $(COGGED); docs=$$?; \
	  $(BIN)/pytest --collect-only -q >/dev/null; wait $$types && exit $$docs
	$(BIN)/kgraph fmt --check
	$(BIN)/kgraph validate $(if $(SOURCES),--sources $(SOURCES))

fix: $(VENV)/.dev
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/kgraph fmt
	$(MAKE) docs

docs: $(VENV)/.dev
	$(BIN)/cog -r -U $(COGGED)

bench: $(VENV)/.dev
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/network.py
	$(BIN)/python bench/linking.py

$(VENV)/.run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -e .
	touch $@

$(VENV)/.test: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -e '.[test]'
	touch $@ $(VENV)/.run

$(VENV)/.dev: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -e '.[dev]'
	touch $@ $(VENV)/.run $(VENV)/.test

clean:
	rm -rf $(VENV) .kgraph out build dist
