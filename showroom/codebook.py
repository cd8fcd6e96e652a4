"""The numbers behind configuration codes, which never change their meaning."""

from __future__ import annotations

from msgspec import Struct


class CodebookEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A value's number within its group for configuration codes; retired entries keep their number for ever."""

    value: str
    number: int
    retired_in: int | None = None


class CodebookGroup(Struct, frozen=True, forbid_unknown_fields=True):
    """A group's number within its product for configuration codes."""

    group: str
    number: int
    entries: tuple[CodebookEntry, ...]
    retired_in: int | None = None


class Codebook(Struct, frozen=True, forbid_unknown_fields=True):
    """The stable numbers behind configuration codes; `tag` (15 bits) names the product within the shop."""

    tag: int
    groups: tuple[CodebookGroup, ...]
