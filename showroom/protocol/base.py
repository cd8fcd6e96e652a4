"""What every control message is made of: the root, and bounded fields."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Ref = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Number = Annotated[int, Meta(ge=0, le=65535)]
"""A visitor's number in a room: short, because poses carry it."""
Key = Annotated[str, Meta(min_length=1, max_length=64)]
Token = Annotated[str, Meta(min_length=1, max_length=256)]
Name = Annotated[str, Meta(min_length=1, max_length=40)]
Words = Annotated[str, Meta(min_length=1, max_length=1000)]
Grounds = Annotated[str, Meta(min_length=1, max_length=300)]
"""Why somebody is reported or asked to leave."""


class Message(Struct, frozen=True, forbid_unknown_fields=True, tag_field="t", omit_defaults=True):
    """Root of all control messages."""
