# The two commands to begin with: `make demo` and `make test`.
PY := .venv/bin/python
LANGUAGE ?= zh-hans
PORT ?= 8000
DOCS := docs README.md README.zh.md STYLE.md CHANGELOG.md assets/README.md
# Compiled modules halve the start of every process, wherever the environment forbids them.
export PYTHONDONTWRITEBYTECODE :=
export DJANGO_SETTINGS_MODULE ?= twintrack.config.settings.development

.PHONY: help free setup demo run test check tests stored types style coverage bench wheel packed docs messages
.DEFAULT_GOAL := help

help:  ## List these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/ready: pyproject.toml uv.lock
	python3 -m venv .venv
	.venv/bin/pip install --quiet uv
	.venv/bin/uv sync --frozen --quiet
	touch .venv/ready

assets/node_modules/ready: assets/package-lock.json
	cd assets && npm ci --no-audit --no-fund --loglevel=error
	touch assets/node_modules/ready

free:
	@python3 tools/port.py $(PORT) $(if $(filter run,$(MAKECMDGOALS)),run,demo)

setup: .venv/ready assets/node_modules/ready  ## Install everything and build the assets
	cd assets && node build.mjs
	$(PY) tools/messages.py compile

demo: free setup  ## Serve a believable company at http://127.0.0.1:8000; FRESH=1 starts it anew
	@if [ -n "$(FRESH)" ]; then rm -rf var/demo; fi
	TWINTRACK_DATA_DIR=var/demo $(PY) -m twintrack.cli demo --language $(LANGUAGE)
	TWINTRACK_DEMO=1 TWINTRACK_DATA_DIR=var/demo $(PY) -m twintrack.cli serve --workers 1 --port $(PORT)

run: free setup  ## Serve your own company at the same address, empty at first
	TWINTRACK_DATA_DIR=var/company $(PY) -m twintrack.cli serve --workers 1 --port $(PORT)

test: setup  ## Run the tests
	$(PY) -m pytest -q -n 2

check: setup  ## Run the whole gate; DATABASE=postgresql://… has the tests there as well
	@# The types take one core for as long as the rest takes the other.
	@$(MAKE) --no-print-directory --jobs=2 types style packed
	@$(MAKE) --no-print-directory tests $(if $(DATABASE),stored)

tests:
	$(PY) -m pytest -q -n 2

stored:
	TWINTRACK_DATABASE_URL="$(DATABASE)" $(PY) -m pytest -q -n 2 -m "database and not browser"

types:
	.venv/bin/mypy

style:
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet twintrack
	$(PY) tools/messages.py check
	$(PY) manage.py makemigrations --check
	.venv/bin/mdformat --check $(DOCS)

coverage: setup  ## Measure how much of operations, queries and reactions the tests walk; 95 % at least
	$(PY) -m pytest -q -n 2 -m "not browser" --cov --cov-report=term:skip-covered

wheel: setup  ## Build the wheel, and serve an empty folder from it where nothing else is installed
	@$(MAKE) --no-print-directory packed

packed:
	$(PY) tools/wheel.py build
	$(PY) tools/wheel.py try

docs: .venv/ready  ## Format the documents
	.venv/bin/mdformat $(DOCS)

bench: setup  ## Measure everything; half an hour. DATA=a folder of open data, DATABASE=postgresql://…
	$(PY) -m benchmarks $(if $(DATA),--data $(DATA)) $(if $(DATABASE),--database $(DATABASE))

messages: .venv/ready  ## Bring the message catalogues up to date
	$(PY) tools/messages.py extract
