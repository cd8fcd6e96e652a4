"""What becomes of a revision: a draft that staff see, scheduled for a date, live, or superseded.

    draft ──approve──▶ scheduled ──its date──▶ live
      │                    │
      └────────────────────┴──a newer revision goes live, or the product is removed──▶ superseded

Shoppers see the newest live revision of a product and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotation when the program runs
from datetime import UTC, datetime
from typing import Any, Literal

from msgspec import Struct

from showroom.catalogue import Publication  # noqa: TC001 - the same
from showroom.events import Fact

State = Literal["draft", "scheduled", "live", "superseded"]
Approval = Literal["none", "second-person"]
"""Who may let a draft go live: anybody who may publish, or somebody else than who made it."""
WAITING: tuple[State, ...] = ("draft", "scheduled")


class Release(Struct, frozen=True, forbid_unknown_fields=True):
    """A revision and what became of it.

    `live_s` is when it went or goes live, in seconds since 1970, None while nobody approved it. `drafted_by` and
    `approved_by` are user names, empty for whoever worked on the data folder itself. `origin` is the hash of everything
    that the revision was made from, empty where nobody knows. `removed` is set when the product left the catalogue.
    """

    publication: Publication
    state: State
    live_s: float | None = None
    drafted_by: str = ""
    approved_by: str = ""
    origin: str = ""
    removed: bool = False


class Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """How a new revision is released: at once, at `live_s` (seconds since 1970), or as a draft.

    `by` is the user who does it and `origin` the hash of what it was made from; both may be empty.
    """

    draft: bool = False
    live_s: float | None = None
    by: str = ""
    origin: str = ""


def first_state(terms: Terms) -> State:
    """What a revision released on these terms is first; a date that has come already is no matter of this."""
    if terms.draft:
        return "draft"
    return "live" if terms.live_s is None else "scheduled"


def fact(
    publication: Publication, state: State, now_s: float, by: str = "", details: Mapping[str, Any] | None = None
) -> Fact:
    """What the log keeps when a revision comes to a state; `details` are the importer's own words about it."""
    name: Literal["Product Drafted", "Product Scheduled", "Product Published"] = "Product Published"
    if state == "draft":
        name = "Product Drafted"
    elif state == "scheduled":
        name = "Product Scheduled"
    properties: dict[str, Any] = {
        "revision": publication.revision,
        "model": publication.model.sha256,
        "triangles": publication.triangles,
        "price": publication.product.price,
        "currency": publication.product.currency,
        **(details or {}),
    }
    if state == "scheduled":
        properties["live_at"] = publication.published_at
    return Fact(name, now_s, f"u-{by}" if by else "", publication.product.id, properties)


def iso(seconds: float) -> str:
    """Seconds since 1970 as a date in UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
