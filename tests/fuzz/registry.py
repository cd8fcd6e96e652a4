"""Every fuzz target, by name: `make soak` runs them all. A new one is a module in `targets/` and a line here."""

from __future__ import annotations

from tests.fuzz.targets import levels, models, pictures, streams, tables, wire

TARGETS = {
    target.name: target
    for target in (
        models.READING,
        models.PREPARING,
        levels.LEVELS_TARGET,
        streams.MESHOPT,
        streams.DRACO,
        streams.BASIS,
        pictures.PICTURES,
        tables.TABLES,
        wire.CONTROL,
        wire.POSES,
        wire.TALK,
        wire.FRAMES,
    )
}
