"""TOML that people write: values together with the lines they stand in, and every mistake at once."""

from showroom.toml_source.lines import Path, line_index
from showroom.toml_source.source import MAX_BYTES, Source, nearest, refuse_duplicates
from showroom.toml_source.table import Table, open_table

__all__ = ["MAX_BYTES", "Path", "Source", "Table", "line_index", "nearest", "open_table", "refuse_duplicates"]
