"""A room as a pure function: ``apply(room, command) -> (room, effects)``."""
