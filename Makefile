# Two commands set everything up on a fresh machine with Python 3.11+: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test coverage chaos bench bench-data check setup lock texts migration clean

run: $(VENV)/.run
	@if [ -f .env ]; then exec $(BIN)/bridge run; else exec $(BIN)/bridge sandbox; fi

# Other dates are tried within the same run, by tests/test_other_dates.py: so they are left out where faketime is not
# installed as others are for want of chromium, and pytest closes with one line. Moving the time within Python instead
# would need no faketime, but be seen neither by C libraries nor by the processes that tests start.
test: $(VENV)/.dev check
	$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST)

# The same tests, and how much of the code they run: measuring makes them half as slow again.
coverage: $(VENV)/.dev
	@rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -n auto --dist worksteal $(PYTEST)
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# Random weather, people and kills for MINUTES from SEED on, then the weather table: docs/chaos.md.
chaos: $(VENV)/.dev
	$(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES))
	$(BIN)/python -m tests.chaos.table

# The bridge and a bare relay side by side, then what the scheduler does: docs/benchmarks.md.
bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.reminders

# Lists, searches and reports in 1,000,000 messages: docs/benchmarks.md.
bench-data: $(VENV)/.dev
	$(BIN)/python -m tests.bench_data

check: $(VENV)/.dev
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What a server needs; the tools of `make test` come with the first `make test`.
setup: $(VENV)/.run

# What `make run` needs; the tools of `make test` come on top of it.
$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "python3 -m venv does not work here; on Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

# Needs uv. Hashes and no addresses: any index will do.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --quiet --group build -o requirements.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --quiet --group dev -o requirements-dev.lock pyproject.toml

texts: $(VENV)/.dev
	$(BIN)/python -m bridge.locales.update

migration: $(VENV)/.dev
	$(BIN)/python -m storage.engine.migrations.new "$(m)"

clean:
	rm -rf $(VENV) .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
