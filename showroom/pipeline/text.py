"""What the asset commands print for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.anchors import shoe_sizes
from showroom.layout import assign
from showroom.money import format_money, format_surcharge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from showroom.anchors import ShoeSize
    from showroom.catalogue import Anchor, Catalogue, Dimension, Group, Publication
    from showroom.pipeline.catalogue import Configured
    from showroom.pipeline.checks import Finding
    from showroom.pipeline.importer import Imported
    from showroom.pipeline.report import Report

MARKS = {"error": "✗", "warning": "!", "info": "·"}
KIB = 1024
LONGEST_CELL = 40


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numeric: frozenset[int] = frozenset()) -> Iterator[str]:
    """Aligned columns under their heads; the columns in `numeric` stand on the right."""
    cells = [[_fit(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for row in cells:
        aligned = (
            cell.rjust(width) if column in numeric else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield ("  " + "  ".join(aligned)).rstrip()


def _fit(cell: str) -> str:
    cell = "".join(character if character.isprintable() else "?" for character in cell)
    return cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…"


def size(size_bytes: float) -> str:
    """A size in bytes for people: ``1.8 MiB``."""
    for unit in ("B", "KiB", "MiB"):
        if size_bytes < KIB:
            return f"{size_bytes:.0f} {unit}" if unit == "B" else f"{size_bytes:.1f} {unit}"
        size_bytes /= KIB
    return f"{size_bytes:.1f} GiB"


def counted(count: int, noun: str) -> str:
    """A number of things: ``1 rule``, ``2 rules``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def report(found: Report) -> Iterator[str]:
    """A whole inspection."""
    x, y, z = found.size_mm
    yield f"{found.name}  {size(found.size_bytes)}  {found.generator}".rstrip()
    yield f"  {found.triangles:,} triangles, {found.vertices:,} vertices, {counted(found.draw_calls, 'draw call')}"
    yield f"  {x:,.1f} x {y:,.1f} x {z:,.1f} mm (x, y, z), {size(found.gpu_bytes)} on the graphics card"
    yield from levels(found)
    for part in (_materials(found), _meshes(found), _textures(found) if found.textures else (), _remarks(found)):
        lines = list(part)
        yield from ("", *lines) if lines else ()


def _materials(found: Report) -> Iterator[str]:
    rows = (
        (one.name, one.alpha_mode.lower(), f"{one.triangles:,}", str(len(one.textures)), _listed(one.extensions))
        for one in found.materials
    )
    return table(("material", "alpha", "triangles", "textures", "extensions"), rows, frozenset({2, 3}))


def _meshes(found: Report) -> Iterator[str]:
    rows = (
        (
            one.name,
            str(one.primitives),
            f"{one.triangles:,}",
            f"{one.vertices:,}",
            f"{one.instances}x",
            "yes" if one.closed else "no",
        )
        for one in found.meshes
    )
    heads = ("mesh", "parts", "triangles", "vertices", "used", "closed")
    return table(heads, rows, frozenset({1, 2, 3, 4}))


def _textures(found: Report) -> Iterator[str]:
    rows = (
        (
            one.name or f"no name, image {number}",
            f"{one.width_px} x {one.height_px}",
            size(one.size_bytes),
            size(one.gpu_bytes),
            _listed(one.used_as),
        )
        for number, one in enumerate(found.textures)
    )
    return table(("texture", "pixels", "file", "card", "used as"), rows, frozenset({1, 2, 3}))


def _remarks(found: Report) -> Iterator[str]:
    remarks = {
        "nodes": _listed(dict.fromkeys(found.nodes)),
        "variants": _listed(found.variants),
        "extensions": _listed(found.extensions_used),
        "required": _listed(found.extensions_required),
        "left out": _listed(found.skipped),
    }
    for word, remark in remarks.items():
        if remark:
            yield f"  {word}: {remark}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name.removeprefix("KHR_materials_") for name in names)


def findings(name: str, profile: str, found: Sequence[Finding]) -> Iterator[str]:
    """An audit of one file."""
    failed = any(finding.severity == "error" for finding in found)
    counts = ", ".join(
        f"{count} {word}{'s' if count > 1 and word != 'info' else ''}"
        for word in MARKS
        if (count := sum(finding.severity == word for finding in found))
    )
    yield f"{'✗' if failed else '✓'} {name}  (profile {profile}{': ' + counts if counts else ''})"
    for finding in found:
        yield f"  {MARKS[finding.severity]} {finding.code}  {finding.place}: {finding.message}"
        values = [f"got {finding.got}" if finding.got else "", f"allowed: {finding.allowed}" if finding.allowed else ""]
        if any(values):
            yield f"      {'; '.join(filter(None, values))}"
        if finding.hint:
            yield f"      → {finding.hint}"


def imported(result: Imported) -> Iterator[str]:
    """What an import did."""
    publication = result.publication
    product = publication.product
    x, y, z = publication.size_mm
    if result.unchanged:
        state = "" if result.state == "live" else f", {result.state}"
        yield f"✓ {product.id}: unchanged, revision {publication.revision} stays{state}"
        yield from ("    its poster was missing and is drawn now",) if result.poster_added else ()
        return
    yield f"✓ {product.id}: {_done(result)}"
    yield f"    {product.name.en} · {product.name.de}, {format_money(product.price, product.currency, 'en')}"
    cost = f"{publication.triangles:,} triangles, {size(publication.model.size_bytes)}"
    yield f"    {x:,.0f} x {y:,.0f} x {z:,.0f} mm, {cost}"
    groups = counted(len(product.groups), "option group")
    values = counted(sum(len(group.values) for group in product.groups), "value")
    yield f"    {groups} with {values}, {counted(len(product.rules), 'rule')}"
    if result.before is not None and result.report is not None:
        yield from savings(result.before, result.report)
        yield from (f"  {line}" for line in levels(result.report))
    yield from proof(result)
    for finding in result.findings:
        if finding.severity == "warning":
            yield f"  ! {finding.code}  {finding.place}: {finding.message} (got {finding.got})"
    for finding in result.findings:
        if finding.code == "skipped-content" and finding.severity == "info":
            yield f"  · {finding.place}: {finding.message}"
    for number in result.superseded:
        yield f"  ! revision {number} waited and is superseded by this one; showroom assets rollback brings it back"
    if result.poster_problem and not result.dry_run:
        yield f"  · no poster: {result.poster_problem}"


def whereabouts(catalogue: Catalogue, product_id: str) -> tuple[str, ...]:
    """Where shoppers find a product that is live; nothing to say while there is no room."""
    if not catalogue.rooms or all(one.product.id != product_id for one in catalogue.products):
        return ()
    arranged = [assign(plan, catalogue.products) for plan in catalogue.rooms]
    stands = [
        f"{plinth.id} in {plan.name.en}" for plan in arranged for plinth in plan.plinths if plinth.product == product_id
    ]
    if stands:
        return (f"    it stands on {' and on '.join(stands)}",)
    rooms = " or ".join(plan.name.en for plan in arranged)
    help_ = "a layout gives it a place (showroom layout check FILE, then apply)"
    return (f"  ! it stands nowhere: no free plinth of {rooms} takes it; {help_}",)


def _done(result: Imported) -> str:
    number, would = result.publication.revision, "would be " if result.dry_run else ""
    if result.state == "draft":
        return f"{would}drafted as revision {number}; shoppers see it after showroom assets approve"
    if result.state == "scheduled":
        return f"revision {number} {'would go' if result.dry_run else 'goes'} live at {result.publication.published_at}"
    return f"{would}published as revision {number}"


def levels(found: Report) -> Iterator[str]:
    """The coarser levels of a model, where it has some."""
    if found.levels:
        listed = ", ".join(f"{one.triangles:,} within {one.error_mm:,.2f} mm" for one in found.levels)
        yield f"  coarser levels with {listed}"


def savings(before: Report, after: Report) -> Iterator[str]:
    """What a model costs before and after its steps."""
    rows = (
        ("file", size(before.size_bytes), size(after.size_bytes), _share(before.size_bytes, after.size_bytes)),
        ("triangles", f"{before.triangles:,}", f"{after.triangles:,}", _share(before.triangles, after.triangles)),
        ("vertices", f"{before.vertices:,}", f"{after.vertices:,}", _share(before.vertices, after.vertices)),
        ("draw calls", f"{before.draw_calls:,}", f"{after.draw_calls:,}", _share(before.draw_calls, after.draw_calls)),
        ("graphics card", size(before.gpu_bytes), size(after.gpu_bytes), _share(before.gpu_bytes, after.gpu_bytes)),
    )
    yield from (f"  {line}" for line in table(("cost", "before", "after", ""), rows, frozenset({1, 2, 3})))


def _share(before: float, after: float) -> str:
    percent = round((after - before) / before * 100.0) if before else 0
    return f"{percent:+} %" if percent else ""


def proof(result: Imported) -> Iterator[str]:
    """What the picture proof found."""
    found = result.proof
    if result.made_as:
        yield f"    only words or prices change: its model and its pictures are those of revision {result.made_as}"
        return
    if found is None:
        yield "    pictures were not compared"
        return
    worst = found.worst
    yield (
        f"    {found.pairs} pairs of pictures compared in {found.seconds:.0f} s: "
        f"structure {worst.structure:.3f}, silhouette {worst.silhouette:.3f}, colour {worst.color:.2f}, "
        f"spot {worst.spot:.1f} at worst ({worst.view}, {worst.colorway})"
    )
    if found.left_out:
        yield f"  ! {found.left_out} pairs were left out"
    if result.accepted is not None:
        yield f"  ! {found.changed} pictures change, accepted by {result.accepted.who}: {result.accepted.why}"
        yield f"      {found.picture}"


def catalogue(found: Catalogue, place: str) -> Iterator[str]:
    """Everything that is published; `place` are the arguments that say where."""
    if not found.products:
        yield f"nothing is published yet: showroom assets sample {place} publishes sample content"
    else:
        yield from table(
            ("id", "kind", "name", "price", "revision", "mm (x, y, z)", "triangles", "model"),
            (_row(publication) for publication in found.products),
            frozenset({3, 4, 5, 6, 7}),
        )
    rooms, avatars = counted(len(found.rooms), "room"), counted(len(found.avatars), "avatar")
    yield f"  catalogue revision {found.revision}, {rooms}, {avatars}"


def _row(publication: Publication) -> tuple[str, ...]:
    product = publication.product
    return (
        product.id,
        product.kind,
        product.name.en,
        format_money(product.price, product.currency, "en"),
        str(publication.revision),
        " x ".join(f"{value:,.0f}" for value in publication.size_mm),
        f"{publication.triangles:,}",
        size(publication.model.size_bytes),
    )


def publication(found: Publication, choice: Configured) -> Iterator[str]:
    """One product with its options and rules, and one configuration of it."""
    product = found.product
    price = format_money(product.price, product.currency, "en")
    x, y, z = found.size_mm
    yield f"{product.id}  {product.name.en} · {product.name.de}  {price}"
    yield f"  {product.kind}, revision {found.revision} of {found.published_at}"
    yield f"  {x:,.1f} x {y:,.1f} x {z:,.1f} mm, {found.triangles:,} triangles, {size(found.model.size_bytes)}"
    yield f"  model {found.model.sha256}"
    yield f"  poster {found.poster.sha256 if found.poster else 'none'}"
    for words, sheet in (("thumbnails", found.thumbnails), ("turntable", found.turntable)):
        if sheet is not None:
            yield f"  {words} {sheet.picture.sha256} ({len(sheet.frames)} of {' x '.join(map(str, sheet.frame_px))} px)"
    if found.anchors:
        yield from ("", *places(found.anchors, found.dimensions))
    yield from _sizes(shoe_sizes(found))
    for group in product.groups:
        yield from _group(group, choice.choices[group.id], product.currency)
    if product.rules:
        yield ""
    for rule in product.rules:
        when, then = (", ".join(map(str, choices)) for choices in (rule.when, rule.then))
        yield f"  {rule.id}: {when} {rule.kind} {then} ({rule.sentence.en})"
    yield ""
    yield f"  * configuration {choice.code}  {format_money(choice.total, product.currency, 'en')}{_stock(choice)}"


def places(anchors: Iterable[Anchor], dimensions: Sequence[Dimension]) -> Iterator[str]:
    """Where a product is worn, stands and is measured."""
    rows = (
        (one.id, *(f"{edge * 1000:.1f}" for edge in one.position), "product file" if one.written else "shape")
        for one in anchors
    )
    yield from table(("place", "x mm", "y mm", "z mm", "from"), rows, frozenset({1, 2, 3}))
    if dimensions:
        rows_mm = (
            (one.id, f"{one.name.en} · {one.name.de}", f"{one.mm:.1f}", "product file" if one.written else "shape")
            for one in dimensions
        )
        yield ""
        yield from table(("length", "name", "mm", "from"), rows_mm, frozenset({2}))


def _sizes(found: Sequence[ShoeSize]) -> Iterator[str]:
    if found:
        rows = (
            ("*" if one.initial else "", f"EU {one.eu:g}", f"{one.foot_mm:.0f}", f"{one.sole_mm:.0f}") for one in found
        )
        yield ""
        yield from table(("", "size", "foot mm", "sole mm"), rows, frozenset({2, 3}))


def _stock(choice: Configured) -> str:
    """Number, pieces and days, as far as they are known."""
    days = choice.delivery_days
    words = [f"SKU {choice.sku}" if choice.sku else "", "" if choice.stock is None else f"{choice.stock} in stock"]
    words.append(f"{days[0]} to {days[1]} days" if days else "")
    return "".join(f", {word}" for word in words if word)


def _group(group: Group, chosen: str, currency: str) -> Iterator[str]:
    yield ""
    yield f"  {group.id}  {group.name.en} · {group.name.de}"
    yield from table(
        ("", "value", "name", "surcharge", "changes"),
        (
            (
                "*" if value.id == chosen else "",
                value.id,
                f"{value.name.en} · {value.name.de}",
                format_surcharge(value.price, currency, "en"),
                _listed(
                    filter(None, (value.swatch, value.variant, *value.shows, *(f"-{part}" for part in value.hides)))
                ),
            )
            for value in group.values
        ),
        frozenset({3}),
    )
