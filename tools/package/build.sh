#!/bin/sh
# Build the packaged desktop client: dist/showroom-client-SYSTEM-MACHINE.tar.gz, which needs no Python where it runs.
#
# PyInstaller and everything that goes into the package come from requirements/package.lock, checked by hash, into an
# environment of their own. A package runs where the C library is at least as new as where it was built.
set -eu
cd "$(dirname "$0")/../.."
VENV=build/package-venv sh tools/bootstrap.sh package
name=showroom-client-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
build/package-venv/bin/python -m PyInstaller --noconfirm --log-level WARN \
	--distpath build/package --workpath build/package/work tools/package/showroom.spec
cp LICENSE build/package/showroom/
mkdir -p dist
tar -C build/package -czf "dist/$name.tar.gz" showroom
printf '%s\n' "dist/$name.tar.gz"
