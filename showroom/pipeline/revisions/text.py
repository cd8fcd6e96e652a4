"""What the commands about revisions print for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.money import format_money
from showroom.pipeline.text import size, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from showroom.catalogue import Publication
    from showroom.pipeline.revisions.diff import Diff


def history(revisions: Sequence[Publication], *, standing: int | None) -> Iterator[str]:
    """Every revision with what changed from the one before it; `standing` is the one in the catalogue."""
    yield from table(
        ("", "revision", "published", "price", "triangles", "model", ""),
        (
            (
                "*" if one.revision == standing else "",
                str(one.revision),
                one.published_at,
                format_money(one.product.price, one.product.currency, "en"),
                f"{one.triangles:,}",
                size(one.model.size_bytes),
                one.model.sha256[:12],
            )
            for one in revisions
        ),
        frozenset({1, 3, 4, 5}),
    )
    if standing is None:
        yield "  removed from the catalogue: showroom assets rollback brings a revision back"


def diff(found: Diff) -> Iterator[str]:
    """Every change as a sentence."""
    yield f"{found.product}: revision {found.before} → {found.after}"
    yield from (f"  {change.sentence}" for change in found.changes)
    if not found.changes:
        yield "  nothing changed"
