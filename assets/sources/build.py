"""Rebuild the project's own models: every `build_*.py` in a folder beside this file, or those that are named.

Run by an interpreter with Blender as a module (requirements.txt): ``python assets/sources/build.py [runner …]``.
Each script has ``build(out: Path) -> None`` and writes into ``assets/built/<its folder>/<its name>/``. With ``--check``
it writes into an empty folder instead, and tells which files differ from those in `assets/built`.
"""

from __future__ import annotations

import argparse
import filecmp
import importlib.util
import sys
import tempfile
import time
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
BUILT = SOURCES.parent / "built"


def scripts(wanted: list[str]) -> list[Path]:
    """The building scripts in a stable order; `wanted` are their names without ``build_``, all when empty."""
    # Avatars wear what the products' scripts have built.
    found = sorted(SOURCES.glob("*/build_*.py"), key=lambda path: (path.parent.name == "avatars", path))
    known = [path.stem.removeprefix("build_") for path in found]
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        sys.exit(f"no such model: {', '.join(unknown)}; there are: {', '.join(known)}")
    return [path for path, name in zip(found, known, strict=True) if not wanted or name in wanted]


def run(path: Path, folder: Path) -> None:
    """Load one script and let it write its files below a folder."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    started = time.perf_counter()
    module.build(folder / path.parent.name / path.stem.removeprefix("build_"))
    print(f"{path.relative_to(SOURCES)}: {time.perf_counter() - started:.1f} s", flush=True)


def differing(folder: Path) -> list[str]:
    """Which files below a folder are not those in `assets/built`, byte for byte; every file is told."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        alike = (BUILT / name).is_file() and filecmp.cmp(path, BUILT / name, shallow=False)
        print(f"{'the same' if alike else 'DIFFERS'}: {name} ({path.stat().st_size} bytes)")
        found += [] if alike else [name]
    return found


def main() -> None:
    """Build one after the other, saying how long each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="what to build, such as runner; everything without it")
    parser.add_argument("--check", action="store_true", help="only compare what would be built with what is there")
    arguments = parser.parse_args()
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(SOURCES))
    with tempfile.TemporaryDirectory() as empty:
        folder = Path(empty) if arguments.check else BUILT
        for path in scripts(arguments.names):
            run(path, folder)
        if arguments.check and differing(folder):
            sys.exit(1)


if __name__ == "__main__":
    main()
