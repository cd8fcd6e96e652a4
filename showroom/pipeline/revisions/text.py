"""What the commands about revisions print for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from showroom.money import format_money
from showroom.pipeline.dates import told
from showroom.pipeline.text import size, table
from showroom.releases import WAITING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from showroom.pipeline.revisions.diff import Diff
    from showroom.releases import Release


def history(releases: Sequence[Release], place: str, *, standing: int | None) -> Iterator[str]:
    """Every revision with its state; `standing` is the one in the catalogue, `place` the arguments that say where."""
    yield from table(
        ("", "revision", "state", "published", "price", "triangles", "model", "", "by"),
        (_history_row(one, standing) for one in releases),
        frozenset({1, 4, 5, 6}),
    )
    if standing is None and releases[0].removed:
        yield "  removed from the catalogue: showroom assets rollback brings a revision back"
    yield from waiting((one for one in releases if one.state in WAITING), place)


def _history_row(release: Release, standing: int | None) -> tuple[str, ...]:
    one = release.publication
    return (
        "*" if one.revision == standing else "",
        str(one.revision),
        release.state,
        one.published_at,
        format_money(one.product.price, one.product.currency, "en"),
        f"{one.triangles:,}",
        size(one.model.size_bytes),
        one.model.sha256[:12],
        _hands(release),
    )


def _hands(release: Release) -> str:
    drafted, approved = release.drafted_by, release.approved_by
    return f"{drafted or 'the data folder'}, approved by {approved}" if approved else drafted


def waiting(releases: Iterable[Release], place: str) -> Iterator[str]:
    """What shoppers do not see yet, and how they come to see it; `place` are the arguments that say where."""
    for release in releases:
        one, by = release.publication, f", by {release.drafted_by}" if release.drafted_by else ""
        if release.state == "scheduled" and release.live_s is not None:
            yield f"  {one.product.id}: revision {one.revision} goes live on {told(release.live_s)}{by}"
        else:
            hint = f"showroom assets approve {one.product.id} {place}"
            yield f"  {one.product.id}: revision {one.revision} is a draft{by}: {hint}"


def flat(release: Release) -> dict[str, object]:
    """A publication with its state beside its own fields, for machines."""
    fields = msgspec.structs.asdict(release)
    return {**msgspec.structs.asdict(fields.pop("publication")), **fields}


def diff(found: Diff) -> Iterator[str]:
    """Every change as a sentence."""
    yield f"{found.product}: revision {found.before} → {found.after}"
    yield from (f"  {change.sentence}" for change in found.changes)
    if not found.changes:
        yield "  nothing changed"
