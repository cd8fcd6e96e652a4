#!/bin/sh
# Write the locks anew: every version with its hashes, for Python 3.11 to 3.13 on every platform, without addresses.
# Needs `uv` (pip install uv). Run it after changing a dependency in pyproject.toml, then run `make test`.
set -eu
cd "$(dirname "$0")/.."
lock() {
	output=$1
	shift
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-annotate --no-header -c requirements/constraints.in pyproject.toml requirements/build.in -o "requirements/$output.lock" "$@"
}
lock dev --extra server --extra postgresql --extra nats --extra client --extra assets --extra ar --extra dev
lock demo --extra server --extra client --extra assets --extra ar -c requirements/dev.lock
lock server --extra server -c requirements/dev.lock
lock package requirements/package.in --extra client --extra ar -c requirements/dev.lock
lock nodes --extra server --extra postgresql --extra nats -c requirements/dev.lock
