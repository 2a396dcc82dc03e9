# On a fresh machine with Python 3.11 or newer: `make run`, `make test`.
PYTHON ?= python3
ENV := .venv
BIN := $(ENV)/bin
STAMP := $(ENV)/.synced

.PHONY: run test check format bench prove clean

run: $(STAMP)
	$(BIN)/bangdiem run ha-tinh-2021

# One process for each core of an office PC, each with whole files: they share what is made ready.
test: $(STAMP)
	$(BIN)/pytest -n 2 --dist loadfile

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Times the program against the script an analyst would write; minutes, not seconds.
bench: $(STAMP)
	$(BIN)/python scripts/bench.py

# Proves the whole way on simulated provinces that no one has looked at; minutes, not seconds.
prove: $(STAMP)
	$(BIN)/python -m tests.prove.prove

clean:
	rm -rf $(ENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis

# Compiled once here: importing pandas takes 0.75 s with bytecode and 1.6 s without, and some machines forbid
# writing it later. --inexact keeps the uv that was just installed.
$(STAMP): uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(ENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	VIRTUAL_ENV= $(BIN)/uv sync --quiet --frozen --inexact --compile-bytecode --python $(BIN)/python
	@touch $(STAMP)
