"""What a check looks at and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from showroom.catalogue import Kind
    from showroom.errors import ModelError
    from showroom.gltf.model import Document
    from showroom.pipeline.profiles import Profile
    from showroom.pipeline.report import Report
    from showroom.product_file import ModelInstructions

Severity = Literal["error", "warning", "info"]


class Finding(Struct, frozen=True, omit_defaults=True):
    """One thing that an audit found; an error keeps a model out of the showroom."""

    code: str
    severity: Severity
    place: str
    message: str
    got: str = ""
    allowed: str = ""
    hint: str = ""


def remark(error: ModelError) -> Finding:
    """A warning about a fault that the reader forgave."""
    return Finding(error.code, "warning", error.place, error.message, error.got, error.allowed, error.hint)


@dataclass(frozen=True)
class Subject:
    """A model under audit; `kind` and `instructions` are what its product file says of it, if there is one."""

    document: Document
    report: Report
    profile: Profile
    kind: Kind | None = None
    instructions: ModelInstructions | None = None


if TYPE_CHECKING:
    Check = Callable[[Subject], Iterator[Finding]]
