# One vocabulary for people and for CI. `make demo` and `make test` are all that a newcomer needs.
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench soak faults assets docs wheel package clean dev

BIN := .venv/bin
AUTHOR_PYTHON ?= .venv-author/bin/python

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: ## the running showroom with visitors and an adviser: a window, or pictures where there is no display
	@PYTHON="$(PYTHON)" sh tools/bootstrap.sh demo
	@$(BIN)/showroom models install || echo "The demo goes on without try-on."
	@$(BIN)/showroom demo $(DEMO)

test: dev lint ## everything that CI checks
	$(BIN)/showroom models install
	$(BIN)/pytest -n 2 --dist worksteal $(TESTS)

dev:
	@PYTHON="$(PYTHON)" sh tools/bootstrap.sh dev

lint: dev ## style, types and the walls between the layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: dev ## the benchmarks (minutes); their figures stand in docs/benchmarks.md
	$(BIN)/showroom bench realtime
	$(BIN)/showroom bench together
	$(BIN)/showroom bench render

faults: dev ## what a busy day can bring, against a real server: kill -9, stalled readers, everybody cut off (SCALE=1)
	$(BIN)/python tools/faults.py --scale $(or $(SCALE),1)

soak: dev ## look for inputs that break what reads strangers' files (MINUTES=30; apart from `make test`)
	$(BIN)/python -m pip install --quiet 'atheris>=3,<4'
	nice -n 19 $(BIN)/python tools/soak.py --minutes $(or $(MINUTES),30)

assets: ## build the sample content from its sources (needs Blender as a module: see assets/sources/README.md)
	@test -x $(AUTHOR_PYTHON) || { \
		echo "Blender as a Python module is needed once:"; \
		echo "    python3.11 -m venv .venv-author && .venv-author/bin/pip install -r assets/sources/requirements.txt"; exit 1; }
	$(AUTHOR_PYTHON) assets/sources/build.py

docs: dev ## write the generated pages of docs/ anew
	$(BIN)/python tools/generate_docs.py

wheel: dev ## the distribution, in dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

package: ## the desktop client for machines without Python, in dist/ (docs/packaging.md)
	@PYTHON="$(PYTHON)" sh tools/package/build.sh

clean: ## remove everything that was built or installed here
	rm -rf .venv dist build out .mypy_cache .ruff_cache .hypothesis .pytest_cache .import_linter_cache
