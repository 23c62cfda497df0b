# Two commands on a bare machine with python3 (3.11 or newer) and make: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
OUT ?= out/demo

.PHONY: demo test lint check bench docs clean

demo: .venv/run.stamp
	$(BIN)/frontline demo --out $(OUT)

test: .venv/test.stamp
	$(BIN)/pytest

lint: .venv/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check -q .
	$(BIN)/mypy

check: lint test

bench: .venv/bench.stamp
	for file in benchmarks/bench_*.py; do $(BIN)/python $$file || exit 1; done

.venv/bin/python:
	$(PYTHON) scripts/bootstrap.py .venv

.venv/run.stamp: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install -q -e '.[gis]'
	touch $@

.venv/test.stamp: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install -q -e '.[gis,web,test,browser]'
	touch $@

.venv/lint.stamp: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install -q -e '.[gis,web,test,browser,lint]'
	touch $@

.venv/bench.stamp: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install -q -e '.[gis,web,test,bench]'
	touch $@

docs: .venv/run.stamp
	$(BIN)/python scripts/commands_page.py
	$(BIN)/frontline demo --out out/docs
	$(BIN)/python scripts/docs_picture.py out/docs/briefing/map.png docs/img/map.png
	$(BIN)/python scripts/docs_picture.py out/docs/briefing/timeline.png docs/img/timeline.png

clean:
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache
