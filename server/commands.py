"""The subcommands of this layer; heavy modules are imported when a command runs, so that ``--help`` stays quick."""

from __future__ import annotations

from showroom.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
