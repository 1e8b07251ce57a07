# Every command of the house. `make demo` and `make test` set up all they need on first use.

PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help setup postgres demo test check bench proofs chaos soak simulate pictures smoke lock clean

help:
	@echo "make demo    a local Telegram with phones on one page, and the bot behind it; PORT=9000 for another port"
	@echo "make setup   what circlekeeper needs to run, in $(VENV)"
	@echo "make postgres  the same with PostgreSQL's driver, for a database on a server"
	@echo "make test    the tests and checks of the house"
	@echo "make check   only style, types and the direction of imports"
	@echo "make bench   speed and memory beside bare peers (about 20 minutes)"
	@echo "make proofs  kills at every seam, weeks of circles, the page in a browser; SHORT=1 for the short form"
	@echo "make chaos   every fault of the matrix, one table of what was lost (nothing may be)"
	@echo "make soak    the same for long (40 minutes): 20 circles by 20 seeds, 200 circles, 100 leaders killed"
	@echo "make simulate  12 weeks of 20 circles, counted on their phones; CIRCLES=200 WEEKS=12 SEED=1"
	@echo "make pictures  the pictures of the guides anew (needs Chromium)"
	@echo "make smoke   three harmless questions to Telegram itself; TOKEN_FILE=a file with a token"
	@echo "make lock    write the lock files anew (needs uv)"
	@echo "make clean   remove the virtual environment"

setup: $(VENV)/.run

# Only where the database is on a server: an extra.
postgres: $(VENV)/.run
	@$(PIP) install --require-hashes -r requirements/postgres.txt

demo: $(VENV)/.run
	@$(BIN)/circlekeeper demo --port $(PORT)

test: check
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy --no-error-summary

# What is too slow for `make test`: kills at every seam, long stories, weeks of whole circles, and the
# page of the practice room in a browser, where there is a Chromium.
proofs: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m proof tests/bot tests/stories tests/simulation tests/browser tests/chaos \
	  $(if $(SHORT),-n 2 --dist loadfile,--long)

# Short among the proofs; here in full, with the table alone.
chaos: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m proof -n 2 --dist worksteal tests/chaos --long

# Took 40 minutes (docs/evidence.md). On purpose: weeks of many circles by many seeds, faults on, and leaders killed.
soak: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m soak -n 2 --dist load --maxschedchunk 1 tests/chaos

# Short among the proofs; here weeks of many circles, and how many unasked messages a person got.
simulate: $(VENV)/.dev
	$(BIN)/python -m tests.simulation $(or $(CIRCLES),20) $(or $(WEEKS),12) $(or $(SEED),1)

# What the guides and the README show, taken in the practice room.
pictures: $(VENV)/.dev
	$(BIN)/python -m tests.browser.pictures

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

# Telegram itself, or a practice room with API=http://127.0.0.1:8081. Confirms no update.
smoke: $(VENV)/.run
	@test -n "$(TOKEN_FILE)" || { echo "Say which token: make smoke TOKEN_FILE=token.txt"; exit 2; }
	@$(BIN)/python -m bot.smoke "$(TOKEN_FILE)" $(if $(API),--api-base-url "$(API)")

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --extra dev pyproject.toml -o requirements/dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --extra build pyproject.toml -c requirements/dev.txt \
	  -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --extra build --extra postgres pyproject.toml \
	  -c requirements/dev.txt -o requirements/postgres.txt

clean:
	rm -rf $(VENV)

# One environment for both commands: the second only adds what tests need.
$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Circlekeeper needs Python 3.11 or newer: install it, or name one with make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python cannot make a virtual environment here: install python3-venv (Debian: apt install python3-venv)."; exit 1; }
	@if test -x $(BIN)/python; then echo "Bringing $(VENV) up to date ..."; else echo "Setting up $(VENV) (once) ..."; fi
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@
