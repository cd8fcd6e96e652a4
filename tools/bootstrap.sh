#!/bin/sh
# Make .venv (or $VENV) ready for `demo`, `dev`, `server`, `nodes` or `package` (the names of the locks) on a bare
# Debian or Ubuntu, as root or not.
#
# System packages are installed where we may (root with apt-get); where we may not, the one command that installs
# them is printed and nothing else happens. Everything from Python's side comes from the lock, checked by hash.
set -eu
cd "$(dirname "$0")/.."
set_name=${1:?usage: tools/bootstrap.sh demo|dev|server|nodes|package}
venv=${VENV:-.venv}
lock=requirements/$set_name.lock

say() { printf '%s\n' "$*" >&2; }

suits() { # a Python that runs (version managers leave shims that do not) and is 3.11 to 3.13
	"$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() {
	for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
		if suits "$candidate"; then
			command -v "$candidate"
			return
		fi
	done
}

missing_packages() {
	for package in "$@"; do
		dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
	done
}

need_packages() { # install these Debian packages, or say the command
	command -v dpkg-query >/dev/null 2>&1 || {
		say "Not Debian or Ubuntu: please make sure that these are there: $*"
		return 0
	}
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" = 0 ]; then
		say "Installing system packages: $missing"
		apt-get update -qq >&2 || true
		# shellcheck disable=SC2086  # a list of words
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 || {
			say "apt-get could not install them; see: apt-get install $missing"
			exit 1
		}
	else
		say "System packages are missing. Please run this, then try again:"
		say "    sudo apt-get install $missing"
		exit 1
	fi
}

case $set_name in
demo) packages="libegl1 libgl1 libgl1-mesa-dri" ;;
package) packages="binutils" ;;
dev) packages="libegl1 libgl1 libgl1-mesa-dri xvfb xauth xdotool git postgresql nats-server" ;;
*) packages="" ;;
esac
python=$(find_python)
if [ -z "$python" ]; then
	packages="python3 python3-venv $packages"
elif ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
	packages="python3-venv $packages"
fi
# shellcheck disable=SC2086  # a list of words
need_packages $packages
python=$(find_python)
[ -n "$python" ] || {
	say "Python 3.11, 3.12 or 3.13 is needed; this system's python3 is $(python3 --version 2>&1)."
	say "Name one: make PYTHON=/path/to/python3.12 …"
	exit 1
}

stamp=$venv/.ready-$set_name
if [ -f "$stamp" ] && [ ! "$lock" -nt "$stamp" ] && [ ! pyproject.toml -nt "$stamp" ]; then
	exit 0
fi
[ -x "$venv/bin/python" ] && suits "$venv/bin/python" || {
	say "Making $venv with $("$python" --version)"
	"$python" -m venv --clear "$venv"
}
say "Installing what requirements/$set_name.lock names (once; some hundred MB) …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
touch "$stamp"
