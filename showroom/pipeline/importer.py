"""From a model and a product file to a publication.

Nothing is visible before the last call, which is one transaction: whatever fails or is killed before it leaves the
catalogue as it was, and at most a file that nothing names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_fields

from showroom import codes
from showroom.catalogue import FileRef, Publication
from showroom.errors import ModelError
from showroom.events import Fact
from showroom.gltf import walk
from showroom.gltf.writer import write
from showroom.pipeline.checks import Finding, Subject, audit
from showroom.pipeline.poster import draw_poster
from showroom.pipeline.profiles import PROFILES
from showroom.pipeline.progress import step
from showroom.pipeline.report import Report, inspect
from showroom.pipeline.source import GLB
from showroom.pipeline.steps.addressed import addressed_by
from showroom.pipeline.steps.dedup import dedup
from showroom.pipeline.steps.drop import drop
from showroom.pipeline.steps.plain_pictures import plain_pictures
from showroom.pipeline.steps.prune import prune
from showroom.pipeline.steps.recentre import recentre
from showroom.pipeline.steps.scale import ScaleOptions, scale
from showroom.pipeline.steps.tangents import tangents
from showroom.product_file import check_against_model, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from showroom.catalogue import Product
    from showroom.gltf.model import Document
    from showroom.pipeline.source import ModelSource
    from showroom.ports import DataFolder, Renderer
    from showroom.product_file import ProductFile

PROFILE = PROFILES["showroom"]


@dataclass(frozen=True)
class Prepared:
    """A model ready to be published: its bytes, and what was measured and found on it."""

    product: Product
    glb: bytes
    report: Report
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Imported:
    """What an import did. `unchanged` published nothing; `poster_problem` says why there is no picture."""

    publication: Publication
    report: Report
    findings: tuple[Finding, ...]
    unchanged: bool = False
    poster_problem: str = ""


def import_model(
    source: ModelSource,
    product_text: str,
    product_name: str,
    folder: DataFolder,
    *,
    now_s: float,
    open_renderer: Callable[[], Renderer] | None = None,
) -> Imported:
    """Publish a model with its product file.

    Args:
        source: the model.
        product_text: the product file.
        product_name: how its errors call it.
        folder: where to publish.
        now_s: seconds since 1970, for the publication's date and fact.
        open_renderer: starts what draws the poster; None publishes without one.

    Raises:
        ProductFileError: the product file is wrong or does not fit the model.
        ModelError: the model cannot be read, or the audit found errors.
        Rejected: ``stale-revision`` when somebody else published the same product meanwhile.
        Unavailable: the disk.
    """
    prepared = prepare(source, product_text, product_name)
    publication, unchanged = _drafted(prepared, folder, now_s)
    if unchanged is not None and (unchanged.poster is not None or open_renderer is None):
        return Imported(unchanged, prepared.report, prepared.findings, unchanged=True)
    poster, problem = draw_poster(prepared.glb, publication, open_renderer)
    if unchanged is not None and poster is None:
        return Imported(unchanged, prepared.report, prepared.findings, unchanged=True, poster_problem=problem)
    with step("storing the files"):
        publication = with_fields(
            publication,
            model=folder.files.put(prepared.glb, GLB),
            poster=folder.files.put(poster, "image/png") if poster is not None else None,
        )
    folder.catalogue.publish(publication, [published_fact(publication, now_s)])
    return Imported(publication, prepared.report, prepared.findings, poster_problem=problem)


def prepare(source: ModelSource, product_text: str, product_name: str) -> Prepared:
    """Read, check, mend and audit a model; nothing is stored.

    Raises:
        ProductFileError: the product file is wrong or does not fit the model.
        ModelError: the model cannot be read, or the audit found errors.
    """
    product_file = parse(product_text, product_name)
    with step(f"reading {source.name}"):
        document = plain_pictures(source.read())
    nodes = {node.name for node, _ in walk.nodes(document)}
    check_against_model(product_file, {one.name for one in document.materials}, nodes, set(document.variants))
    document = mended(document, product_file)
    with step("writing the model"):
        glb = write(document)
    with step("auditing the model"):
        report = inspect(document, len(glb), source.name)
        findings = audit(Subject(document, report, PROFILE, product_file.product.kind))
    _refuse_errors(findings)
    return Prepared(product_file.product, glb, report, findings)


def mended(document: Document, product_file: ProductFile) -> Document:
    """Every step in its order."""
    addressed = addressed_by(product_file.product)
    model = product_file.model
    options = ScaleOptions(model.scale, model.size_mm, model.rotate_deg)
    with step("turning, scaling and tidying"):
        document = recentre(scale(drop(document, model.drop_nodes), options))
        document = dedup(prune(document, addressed), addressed)
    with step("computing tangents"):
        return tangents(document)


def _refuse_errors(findings: tuple[Finding, ...]) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors:
        return
    first, more = errors[0], len(errors) - 1
    hint = first.hint + (f" (and {more} more: showroom assets check lists them)" if more else "")
    raise ModelError(first.code, first.message, got=first.got, allowed=first.allowed, hint=hint, place=first.place)


def _drafted(prepared: Prepared, folder: DataFolder, now_s: float) -> tuple[Publication, Publication | None]:
    """The publication as it will be, its model not stored yet; and the standing one if it says the same."""
    product = prepared.product
    previous = folder.catalogue.publication(product.id)
    standing = {one.product.id: one for one in folder.catalogue.catalogue().products}
    taken = {one.codebook.tag for one in standing.values() if one.product.id != product.id}
    revision = 1 if previous is None else previous.revision + 1
    draft = Publication(
        product=product,
        revision=revision,
        model=FileRef(sha256(prepared.glb).hexdigest(), len(prepared.glb), GLB),
        size_mm=prepared.report.size_mm,
        triangles=prepared.report.triangles,
        codebook=codes.assign(product, previous.codebook if previous else None, revision, taken),
        published_at=datetime.fromtimestamp(now_s, UTC).isoformat(timespec="seconds"),
    )
    shown = standing.get(product.id)
    same = shown is not None and (shown.product, shown.model) == (draft.product, draft.model)
    return draft, shown if same else None


def published_fact(publication: Publication, now_s: float) -> Fact:
    """What the log keeps of a publication."""
    properties = {
        "revision": publication.revision,
        "model": publication.model.sha256,
        "triangles": publication.triangles,
        "price": publication.product.price,
        "currency": publication.product.currency,
    }
    return Fact("Product Published", now_s, "", publication.product.id, properties)
