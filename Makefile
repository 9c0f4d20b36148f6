# Set-up, tests and housekeeping. Each stamp in .venv stands for a lock file that is installed: while it is fresh, nothing
# is asked of the network. Paths are relative, so that the clone may lie in a folder with blanks in its name.

PYTHON ?= python3
N ?= 10000
# Twice as many as there are processors: half of the tests wait for a browser, a server or a process.
WORKERS ?= $(shell expr 2 '*' $$(getconf _NPROCESSORS_ONLN))
PIP := .venv/bin/python -m pip --quiet --disable-pip-version-check
NODE_MODULES := tests/node/node_modules/.package-lock.json
UV := uv==0.13.9
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --custom-compile-command "make lock" --upgrade
LOCKED := requirements/runtime.txt requirements/test.txt requirements/audit.txt

.PHONY: site test lint docs docs-site messages pictures lighthouse bench torture lock audit clean system
.DELETE_ON_ERROR:

site: .venv/runtime               ## build content/ into output/
	.venv/bin/python -m ipsegen build

test: system .venv/test $(NODE_MODULES) lint   ## everything that must hold
	.venv/bin/python -m pytest -n $(WORKERS) --dist worksteal

lint: .venv/test                  ## form, style and types
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

docs: .venv/runtime               ## the parts of docs/ that are written from the code
	.venv/bin/python scripts/write_docs.py

docs-site: .venv/test             ## the documentation as a site, into docs-site/
	.venv/bin/python scripts/docs_site.py docs-site

messages: .venv/runtime           ## sentences into templates/languages/: make messages LANGUAGE=de
	.venv/bin/python scripts/messages.py $(LANGUAGE)

pictures: system .venv/test       ## screenshots into docs/pictures/
	.venv/bin/python scripts/screenshots.py

lighthouse: system .venv/test     ## what Lighthouse thinks of the pages
	.venv/bin/python scripts/lighthouse.py

bench: .venv/runtime              ## ipsegen against its peers: make bench N=100000 (benchmarks/README.md)
	.venv/bin/python -m benchmarks $(N)
	.venv/bin/python -m benchmarks $(N) --disk --only cold

lock: .venv/created               ## the newest versions that pyproject.toml and tests/node/package.json allow
	$(PIP) install $(UV)
	$(COMPILE) pyproject.toml --extra build --output-file requirements/runtime.txt
	$(COMPILE) pyproject.toml --extra build --extra test --constraint requirements/runtime.txt \
	  --output-file requirements/test.txt
	$(COMPILE) requirements/audit.in --output-file requirements/audit.txt
	cd tests/node && npm install --package-lock-only

audit: .venv/audit                ## are holes known in what is locked? asks PyPI and npm
	.venv/auditor/bin/pip-audit --strict --disable-pip --require-hashes $(LOCKED:%=--requirement %)
	cd tests/node && npm audit

clean:                            ## remove all that the other targets made, output/ included
	rm -rf .venv .ipsegen docs-site output .output.ipsegen tests/node/node_modules
	rm -rf .bench .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find ipsegen tests scripts benchmarks torture -name __pycache__ -prune -exec rm -rf {} +

system:
	@sh scripts/install-system-packages

.venv/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 site")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: .venv/created requirements/runtime.txt pyproject.toml
	$(PIP) install --require-hashes --no-deps --requirement requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/runtime requirements/test.txt
	$(PIP) install --require-hashes --no-deps --requirement requirements/test.txt
	@touch $@

# In an environment of its own: what it needs has no say in what the tests run with.
.venv/audit: .venv/created requirements/audit.txt
	$(PYTHON) -m venv .venv/auditor
	.venv/auditor/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes --no-deps \
	  --requirement requirements/audit.txt
	@touch $@

$(NODE_MODULES): tests/node/package-lock.json tests/node/package.json | system
	cd tests/node && npm ci --ignore-scripts
	@touch $@
