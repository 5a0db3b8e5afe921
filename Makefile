# The two commands to begin with: `make demo` and `make test`.
PY := .venv/bin/python
LANGUAGE ?= zh-hans
export DJANGO_SETTINGS_MODULE ?= twintrack.config.settings.development

.PHONY: setup demo run test check bench wheel messages clean
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

setup: .venv/ready assets/node_modules/ready  ## Install everything and build the assets
	cd assets && node build.mjs
	$(PY) tools/messages.py compile

demo: setup  ## Serve a believable company at http://127.0.0.1:8000
	TWINTRACK_DATA_DIR=var/demo $(PY) -m twintrack.cli demo --language $(LANGUAGE)
	TWINTRACK_DEMO=1 TWINTRACK_DATA_DIR=var/demo $(PY) -m twintrack.cli serve --workers 1

run: setup  ## Serve your own company at the same address, empty at first
	TWINTRACK_DATA_DIR=var/company $(PY) -m twintrack.cli migrate
	TWINTRACK_DATA_DIR=var/company $(PY) -m twintrack.cli serve --workers 1

test: setup  ## Run the tests
	$(PY) -m pytest -q -n 2

check: setup  ## Run the whole gate
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet twintrack
	$(PY) tools/messages.py check
	$(PY) manage.py makemigrations --check
	$(PY) -m pytest -q -n 2

bench: setup  ## Measure; takes a minute
	$(PY) -m benchmarks.live

messages: .venv/ready  ## Bring the message catalogues up to date
	$(PY) tools/messages.py extract
