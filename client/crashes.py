"""When the client ends by a fault of its own: a report stays on this computer, and the next start says where.

A report holds where in the program it happened and on what kind of system; no names, no words, no pictures. Nothing
is ever sent.
"""

from __future__ import annotations

import platform
import sys
import time
import traceback
from contextlib import contextmanager, suppress
from importlib import metadata
from typing import TYPE_CHECKING, Final

from showroom.errors import ShowroomError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_KEPT: Final = 5
_SEEN: Final = "seen"


def reports_folder(settings: Path) -> Path:
    """Where reports lie, beside the settings."""
    return settings.parent / "crashes"


@contextmanager
def reported(folder: Path) -> Iterator[None]:
    """Keep a report of a fault that ends what is done within; the fault goes on."""
    try:
        yield
    except (ShowroomError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        with suppress(OSError):  # a home that cannot be written keeps no report
            path = _write(folder, error)
            print(f"a report of this fault lies in {path}; it was not sent to anybody", file=sys.stderr)  # noqa: T201
        raise


def unread_report(folder: Path) -> Path | None:
    """The newest report that nobody was told of yet; from now on somebody was."""
    try:
        reports = sorted(folder.glob("*.txt"))
        seen = folder / _SEEN
        known = seen.read_text() if seen.exists() else ""
        if not reports or reports[-1].name <= known:
            return None
        seen.write_text(reports[-1].name)
    except OSError:
        return None
    return reports[-1]


def _write(folder: Path, error: BaseException) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.txt"
    where = "".join(
        f"  {frame.filename.replace(sys.prefix, '…')}:{frame.lineno} {frame.name}\n"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    version = metadata.version("virtual-showroom")
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    # What an error says may quote what somebody wrote: only its kind is kept.
    path.write_text(f"showroom {version} on {system}\n{type(error).__module__}.{type(error).__qualname__}\n{where}")
    for old in sorted(folder.glob("*.txt"))[:-MOST_KEPT]:
        old.unlink()
    return path
