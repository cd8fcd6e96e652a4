"""Fuzz one target in this process: `python -m tests.fuzz.worker NAME CORPUS_DIR [libFuzzer options]`.

Coverage-guided by atheris (libFuzzer); memory is bounded by the system, so that a bomb is a finding and no swapping.
"""

from __future__ import annotations

import resource
import sys
import warnings
from pathlib import Path
from random import Random

import atheris

MEMORY_BYTES = 3 << 30
"""Address space, of which libraries and threads' stacks take most; libFuzzer bounds what is really used."""
FOREIGN = 0.2
"""How often libFuzzer's own mutation is taken."""


def main() -> None:
    """Fuzz until libFuzzer's options say that it is enough."""
    name, corpus = sys.argv[1], Path(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with atheris.instrument_imports(include=["showroom", "server"]):
        from tests.fuzz.registry import TARGETS  # noqa: PLC0415 - what is imported here is watched
    warnings.simplefilter("ignore", ResourceWarning)
    target = TARGETS[name]
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < FOREIGN:
            return bytes(atheris.Mutate(data, len(data) or 1))
        return target.mutate(data, random)[:max_size]

    atheris.Setup([sys.argv[0], str(corpus), *sys.argv[3:]], target.run, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
