# Demarche: from articles to a briefing. `make help` lists what there is.

# ---- variables, each settable on the command line: make report CORPUS=my-articles
CORPUS   = seeds#     folder or file with the articles
ARTICLES =#           ids to compare, in order ("id id"; all when empty)
TITLE    =#           the briefing's title (made from the articles when empty)
FORMATS  = html pdf#  what to write: html, pdf, docx
PAPER    = a4#        a4 or us-letter
RENDERER =#           quarto or embedded (Quarto where it is found, when empty)
BY       = side#      what `make archive` compares: side, actor, outlet, month, year, …
CLUSTER  =#           tcp://… of a Dask scheduler that `make archive` works on (own cores when empty)
SRC      =#           what `make add` stores in the corpus: a file, a folder or a web address
AUDIT    =#           1: `make articles` prints each line of each file with its role
PORT     =#           of JupyterLab (the first free one from 8888 when empty)
OUT      = reports/_output#  where the reports go
QUARTO  ?=#           path of Quarto's program ("no": do not try to install it)

# taken as they are: no character of a title or path is special to make or to the shell
$(foreach name,CORPUS ARTICLES TITLE OUT SRC BY CLUSTER,$(eval override $(name) := $$(value $(name))))
export CORPUS ARTICLES TITLE FORMATS PAPER RENDERER OUT QUARTO SRC AUDIT BY CLUSTER PORT

PYTHON ?=
VENV_PYTHON = .venv/bin/python
DEMARCHE = $(VENV_PYTHON) -m analysis

.DEFAULT_GOAL := help
.PHONY: help report site archive docs test coverage test-browser lab articles add lint notebooks bench audit lock clean environment

# ---- targets
help: ## list the targets and variables (the default)
	@echo "make TARGET [VARIABLE=value]"; echo; \
	sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'; echo; \
	sed -n 's/^\([A-Z]*\) *?*= *\([^#]*\)# *\(.*\)/  \1|\3|\2/p' Makefile | sed '/^  PYTHON/d' \
	| awk -F'|' '{printf "%-12s %s%s\n", $$1, $$2, ($$3 == "" ? "" : " [" $$3 "]")}'

report: environment ## turn the articles into a briefing in reports/_output
	@$(DEMARCHE) report --corpus "$$CORPUS" --articles "$$ARTICLES" --title "$$TITLE" \
	  --formats "$$FORMATS" --paper "$$PAPER" --renderer "$$RENDERER" --quarto "$$QUARTO" \
	  --out "$$OUT"

site: environment ## make a site of briefings, one for each folder of the corpus, in OUT/site
	@$(DEMARCHE) site --corpus "$$CORPUS" --title "$$TITLE" \
	  --formats "$$FORMATS" --paper "$$PAPER" --renderer "$$RENDERER" --quarto "$$QUARTO" \
	  --out "$$OUT"

archive: environment ## write and compare the statements of a large corpus, in OUT/archive
	@$(DEMARCHE) archive --corpus "$$CORPUS" --by "$$BY" --cluster "$$CLUSTER" --out "$$OUT/archive"

articles: environment ## list the articles of the corpus, and what could not be read
	@$(DEMARCHE) articles --corpus "$$CORPUS" --audit "$$AUDIT"

add: environment ## store a file, a folder or a web page (SRC) in the corpus
	@$(DEMARCHE) add --corpus "$$CORPUS" --source "$$SRC"

docs: environment ## render the documentation (reports/docs) into OUT/docs
	@$(DEMARCHE) docs --formats "$$FORMATS" --paper "$$PAPER" --renderer "$$RENDERER" \
	  --quarto "$$QUARTO" --out "$$OUT"

lab: environment ## open JupyterLab on the notebooks
	@$(DEMARCHE) lab --port "$$PORT"

test: environment ## run the tests
	@$(VENV_PYTHON) -m pytest --nbval-lax --nbval-current-env --ignore=tests/browser \
	  tests analysis notebooks

coverage: environment ## run the tests and tell what of analysis/ they leave out; fails below 95 %
	@$(VENV_PYTHON) -m coverage erase && $(VENV_PYTHON) -m coverage run -m pytest --nbval-lax \
	  --nbval-current-env --ignore=tests/browser tests analysis notebooks; \
	$(VENV_PYTHON) -m coverage combine --quiet && $(VENV_PYTHON) -m coverage report

test-browser: environment ## look at the pages in Chromium: accessibility, keyboard, links, safety
	@.venv/bin/uv pip install --quiet --python $(VENV_PYTHON) --require-hashes -r requirements-browser.txt
	@$(VENV_PYTHON) -m pytest -rs tests/browser

lint: environment ## check the style of code and notebooks
	@$(VENV_PYTHON) -m ruff check . && $(VENV_PYTHON) -m ruff format --check .

notebooks: environment ## run the notebooks and store their outputs in them
	@$(DEMARCHE) notebooks

bench: environment ## measure speed beside peers and floors (some minutes)
	@$(VENV_PYTHON) benchmarks/speed.py

audit: environment ## list the packages' licences and, with a network, their known vulnerabilities
	@$(VENV_PYTHON) benchmarks/audit.py

lock: environment ## renew requirements.lock from pyproject.toml
	@.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
	  --python-version 3.11 --all-extras --upgrade pyproject.toml --output-file requirements.lock

clean: ## remove the environment and all that was built, but no report
	rm -rf .venv build reports/.quarto *.egg-info .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*

# ---- the environment: any Python of 3.11 or newer sets it up; it does nothing while the lock stands
environment:
	@for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if command -v "$$python" >/dev/null 2>&1 && \
	     "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then exec "$$python" bootstrap.py; fi; \
	done; \
	echo "demarche: Python 3.11 or newer is needed, and none was found$$(python3 --version 2>/dev/null | sed 's/^/ (python3 is /; s/$$/)/'); install one, or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1
