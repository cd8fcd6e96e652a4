"""Imports that are killed (SIGKILL) at every step that touches the disk, one after the other; run as a program.

A step is whatever the interpreter reports about the data folder (opening, renaming, making and deleting files) and
every statement and commit of the database. Each import is a fork of this process, counts its steps, and kills itself at
the one that it was given. Prints the number of steps.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from server.store.folder import open_data_folder
from showroom.gltf.writer import write
from showroom.pipeline.importer import import_model
from showroom.pipeline.source import ModelSource
from tests.showroom.gltf.models import shoe
from tests.showroom.pipeline.products import PRODUCT

EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "tempfile.mkstemp", "sqlite3.connect"}


class Countdown:
    """Kills this process at a step."""

    def __init__(self, fatal: int, data: Path) -> None:
        self.step = 0
        self._fatal = fatal
        self._data = str(data)

    def __call__(self, *_: object) -> None:
        self.step += 1
        if self.step == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, name: str, arguments: tuple[object, ...]) -> None:
        if name in EVENTS and self._data in str(arguments[0]):
            self()


def import_again(data: Path, price: str, fatal: int) -> int:
    """Import with another price, and die at the step `fatal`; returns how many steps there were."""
    countdown = Countdown(fatal, data)
    sys.addaudithook(countdown.audit)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, countdown)
    folder = open_data_folder(data)
    source = ModelSource("shoe.glb", write(shoe()))
    import_model(source, PRODUCT.replace("12900", price), "runner.toml", folder, now_s=1_800_000_000.0)
    folder.close()
    return countdown.step


def forked(data: Path, price: str, fatal: int) -> int:
    """The same in a process of its own; returns its steps, 0 where it was killed."""
    inward, outward = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(outward, str(import_again(data, price, fatal)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(outward)
    with os.fdopen(inward) as answer:
        steps = int(answer.read() or 0)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    if not killed and os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"the import failed at step {fatal}")
    return steps


def main() -> None:
    """Argument: the data folder, in which the product stands already."""
    data = Path(sys.argv[1])
    fatal, left = 1, 0
    while True:
        steps = forked(data, "9900", fatal)
        folder = open_data_folder(data)
        (standing,) = folder.catalogue.catalogue().products
        folder.files.read(standing.model.sha256)
        facts = len(folder.facts.after(0))
        folder.close()
        if steps:
            sys.stdout.write(f"{steps} steps, {left} after the commit\n")
            return
        published = standing.revision == 2  # killed after its commit, before its end: it counts
        if (published, standing.product.price) not in {(False, 12900), (True, 9900)} or facts != standing.revision:
            sys.exit(f"killed at step {fatal}, the catalogue holds revision {standing.revision} with {facts} facts")
        left += published
        fatal += 1


if __name__ == "__main__":
    main()
