# The portal's commands. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV ?= .venv
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
RUN := $(VENV)/bin/python
export VAR_DIR ?= $(CURDIR)/var
export PYTHONUNBUFFERED := 1
# Every package but the tests, for the tools that want them named.
CODE := manage.py gunicorn.conf.py $(filter-out tests,$(patsubst %/,%,$(dir $(wildcard */__init__.py))))

##@ For everybody

.PHONY: demo
demo: install ## Set everything up, load the data, run the analysis, serve the site (PORT=8000)
	@$(RUN) -m portal.demo

.PHONY: test
test: export VAR_DIR = $(CURDIR)/var-test
test: install-dev ## Set everything up, pass the tests (ARGS="-k word" narrows them)
	@$(RUN) -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder \
	  --quiet $(ARGS)

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {print "\n" substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

##@ For developers

CHECKS := check-lint check-format check-types check-imports check-limits check-pages \
          check-security check-migrations check-deploy check-messages
.PHONY: check $(CHECKS)
check: install-dev ## Lint, types, import rules, templates, migrations, deployment, sizes
	@$(MAKE) --jobs=2 --keep-going $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) $(CHECKS)
	@echo "All checks passed."

# One line where all is well, everything the tool says where it is not.
quietly = @said=$$($(2) 2>&1) && echo "  $(1): ok" || { printf '%s\n' "$$said"; exit 1; }

check-lint:
	$(call quietly,lint,$(RUN) -m ruff check --output-format concise .)
check-format:
	$(call quietly,format,$(RUN) -m ruff format --check .)
check-types:
	$(call quietly,types,$(RUN) -m mypy $(CODE))
check-imports:
	$(call quietly,imports,$(VENV)/bin/lint-imports --no-logo)
check-limits:
	$(call quietly,limits,$(RUN) -m checks)
check-pages:
	$(call quietly,templates,$(RUN) -m djlint --lint templates)
check-messages:
	$(call quietly,translations,$(RUN) -m checks.catalogues)
check-security:
	$(call quietly,security,$(RUN) -m bandit --quiet --configfile pyproject.toml --recursive $(filter-out bench,$(CODE)))
check-migrations:
	$(call quietly,migrations,DEMO=1 $(RUN) -W ignore manage.py makemigrations --check --dry-run)
# As in production: what the environment must give, and nothing of the demonstration.
check-deploy: export SECRET_KEY = $(shell $(RUN) -c 'import secrets; print(secrets.token_urlsafe(64))')
check-deploy:
	$(call quietly,deployment,env -u DEMO -u DEBUG ALLOWED_HOSTS=portal.example \
	  $(RUN) manage.py check --deploy --fail-level WARNING)

.PHONY: format
format: install-dev ## Put the code into its agreed form
	@$(RUN) -m ruff check --quiet --fix-only .
	@$(RUN) -m ruff format --quiet .

.PHONY: messages
messages: install-dev ## Bring the catalogues in locale/ to the texts of the source, and compile them
	@$(RUN) -m checks.catalogues --write

.PHONY: bench
bench: install-bench ## Measure the engine and the analysis; prints a table
	@$(RUN) -m portal.embedded $(RUN) -m bench $(ARGS)

.PHONY: vendor
vendor: ## Build static/vendor and the map anew (needs Node)
	@cd vendor && npm ci --silent && node build.mjs

.PHONY: manage
manage: install ## One Django command: make manage ARGS="shell"
	@DEMO=1 $(RUN) -m portal.embedded $(RUN) manage.py $(ARGS)

.PHONY: clean
clean: ## Remove what make built; the demonstration's data under var/ stays
	@rm -rf $(VENV) var-test htmlcov .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -prune -not -path './vendor/*' -exec rm -rf {} +

# ---------------------------------------------------------------- the virtual environment

.PHONY: install install-dev install-bench
install: $(VENV)/installed
install-dev: $(VENV)/installed-dev
install-bench: $(VENV)/installed-bench

$(RUN):
	@[ -n "$(PYTHON)" ] || { echo "No Python found. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, and $(PYTHON) is older. Name one: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making the virtual environment $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

# Installed again only when what is asked for has changed.
define pip_install
	@echo "Installing the packages of $<"
	@$(RUN) -m pip install -qq --disable-pip-version-check --requirement $< || { \
	  echo "The packages of $< could not be installed. pip says why above; this step needs the network."; exit 1; }
	@touch $@
endef

$(VENV)/installed: requirements.txt constraints.txt | $(RUN)
	$(pip_install)
$(VENV)/installed-dev: requirements-dev.txt requirements.txt constraints.txt | $(RUN)
	$(pip_install)
	@touch $(VENV)/installed
$(VENV)/installed-bench: requirements-bench.txt requirements-dev.txt requirements.txt constraints.txt | $(RUN)
	$(pip_install)
	@touch $(VENV)/installed $(VENV)/installed-dev
