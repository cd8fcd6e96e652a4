"""Arguments that several of this layer's subcommands have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from server.settings import default_data_folder

if TYPE_CHECKING:
    from argparse import ArgumentParser


def add_data(parser: ArgumentParser) -> None:
    """``--data DIR``."""
    parser.add_argument(
        "--data", type=Path, default=default_data_folder(), metavar="DIR", help="the data folder (%(default)s)"
    )
