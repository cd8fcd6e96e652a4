"""Rebuild the project's own models: every `build_*.py` in a folder beside this file, or those that are named.

Run by an interpreter with Blender as a module (requirements.txt): ``python assets/sources/build.py [runner …]``.
Each script has ``build(out: Path) -> None`` and writes into ``assets/built/<its folder>/<its name>/``.
"""

from __future__ import annotations

import importlib.util
import sys
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


def run(path: Path) -> None:
    """Load one script and let it write its files."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.build(BUILT / path.parent.name / path.stem.removeprefix("build_"))


def main() -> None:
    """Build one after the other, saying how long each took."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(SOURCES))
    for path in scripts(sys.argv[1:]):
        started = time.perf_counter()
        run(path)
        print(f"{path.relative_to(SOURCES)}: {time.perf_counter() - started:.1f} s", flush=True)


if __name__ == "__main__":
    main()
