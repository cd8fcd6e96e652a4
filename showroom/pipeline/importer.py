"""From a model and a product file to a publication.

Nothing is visible before the last call, which is one transaction: whatever fails or is killed before it leaves the
catalogue as it was, and at most a file that nothing names.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_fields

from showroom import codes
from showroom.catalogue import FileRef, Publication
from showroom.errors import ModelError, Rejected, Unavailable
from showroom.events import Fact
from showroom.gltf import walk
from showroom.gltf.writer import write
from showroom.pipeline.checks import Finding, Subject, audit
from showroom.pipeline.mending import LightenOptions, lightened, placed
from showroom.pipeline.poster import draw_poster
from showroom.pipeline.profiles import PROFILES
from showroom.pipeline.progress import step
from showroom.pipeline.proof import Proof, ProofOptions, prove, refuse_changes
from showroom.pipeline.proof.diff_picture import write_diff
from showroom.pipeline.report import Report, inspect
from showroom.pipeline.source import GLB
from showroom.pipeline.steps.addressed import addressed_by
from showroom.pipeline.steps.compress import compress
from showroom.pipeline.steps.scale import ScaleOptions
from showroom.product_file import ModelNames, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from showroom.catalogue import Product
    from showroom.gltf.model import Document
    from showroom.pipeline.source import ModelSource
    from showroom.ports import DataFolder, Renderer
    from showroom.product_file import ProductFile

PROFILE = PROFILES["showroom"]
PNG = "image/png"


@dataclass(frozen=True)
class Prepared:
    """A model ready to be published: its bytes, what was measured and found on it, and what it was before.

    `placed` is the source at its true place and size, before anything made it lighter.
    """

    product: Product
    glb: bytes
    report: Report
    findings: tuple[Finding, ...]
    before: Report
    placed: Document


@dataclass(frozen=True)
class Accepted:
    """Somebody saw that a picture changes and wants it so; the log keeps who and why."""

    who: str
    why: str


@dataclass(frozen=True)
class ImportOptions:
    """How to import.

    Args:
        lighten: how the model is made lighter.
        proof: starts what draws the pictures that are compared; None publishes unproven.
        proof_options: what is drawn and what may differ.
        accepted: publishes although a picture changes.
        dry_run: does everything but store and publish.
    """

    lighten: LightenOptions = field(default_factory=LightenOptions)
    proof: Callable[[], Renderer] | None = None
    proof_options: ProofOptions = field(default_factory=ProofOptions)
    accepted: Accepted | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Imported:
    """What an import did.

    `unchanged` published nothing, at most a poster that was missing (`poster_added`); `dry_run` stored nothing at all.
    `poster_problem` says why there is no picture. `before` is the source as it came, `report` what is published.
    """

    publication: Publication
    report: Report
    findings: tuple[Finding, ...]
    before: Report
    unchanged: bool = False
    poster_problem: str = ""
    poster_added: bool = False
    proof: Proof | None = None
    accepted: Accepted | None = None
    dry_run: bool = False


def import_model(
    source: ModelSource,
    product_text: str,
    product_name: str,
    folder: DataFolder,
    *,
    now_s: float,
    open_renderer: Callable[[], Renderer] | None = None,
    options: ImportOptions | None = None,
) -> Imported:
    """Publish a model with its product file.

    Args:
        source: the model.
        product_text: the product file.
        product_name: how its errors call it.
        folder: where to publish.
        now_s: seconds since 1970, for the publication's date and fact.
        open_renderer: starts what draws the poster; None publishes without one.
        options: everything else.

    Raises:
        ProductFileError: the product file is wrong or does not fit the model.
        ModelError: the model cannot be read, the audit found errors, or a picture changes (``picture-changed``).
        Rejected: ``stale-revision`` when somebody else published the same product meanwhile, ``no-proof`` when there
            is nothing to draw the proof with.
        Unavailable: the disk.
    """
    options = options or ImportOptions()
    prepared = prepare(source, product_text, product_name, options.lighten)
    publication, standing = _drafted(prepared, folder, now_s)
    if standing is not None:
        return _illustrated(prepared, standing, folder, None if options.dry_run else open_renderer)
    proof, accepted = _proven(prepared, publication, options)
    if options.dry_run:
        return _imported(prepared, publication, proof=proof, accepted=accepted, dry_run=True)
    poster, problem = draw_poster(prepared.glb, publication, open_renderer)
    with step("storing the files"):
        publication = with_fields(
            publication,
            model=folder.files.put(prepared.glb, GLB),
            poster=folder.files.put(poster, PNG) if poster is not None else None,
        )
    folder.catalogue.publish(publication, [published_fact(publication, now_s, proof, accepted)])
    return _imported(prepared, publication, poster_problem=problem, proof=proof, accepted=accepted)


def prepare(
    source: ModelSource, product_text: str, product_name: str, lighten: LightenOptions | None = None
) -> Prepared:
    """Read, check, mend and audit a model; nothing is stored.

    Raises:
        ProductFileError: the product file is wrong or does not fit the model.
        ModelError: the model cannot be read, or the audit found errors.
    """
    opened = cache(partial(_opened, source))
    product_file = parse(product_text, product_name, lambda: _names(opened()))
    read = opened()
    before = inspect(read, source.size_bytes, source.name)
    unmended = _placed(read, product_file)
    lighten = lighten or LightenOptions()
    document = lightened(unmended, addressed_by(product_file.product), lighten)
    with step("writing the model"):
        glb = compress(document, lighten.compress)
    with step("auditing the model"):
        report = inspect(document, len(glb), source.name)
        findings = audit(Subject(document, report, PROFILE, product_file.product.kind, product_file.model))
    _refuse_errors(findings)
    return Prepared(product_file.product, glb, report, findings, before, unmended)


def _opened(source: ModelSource) -> Document:
    with step(f"reading {source.name}"):
        return source.read()


def _names(document: Document) -> ModelNames:
    return ModelNames(
        materials={one.name for one in document.materials},
        nodes={node.name for node, _ in walk.nodes(document)},
        variants=set(document.variants),
    )


def _placed(document: Document, product_file: ProductFile) -> Document:
    model = product_file.model
    return placed(document, ScaleOptions(model.scale, model.size_mm, model.rotate_deg), model.drop_nodes)


def _imported(  # noqa: PLR0913 - the fields of what it makes
    prepared: Prepared,
    publication: Publication,
    *,
    unchanged: bool = False,
    poster_problem: str = "",
    poster_added: bool = False,
    proof: Proof | None = None,
    accepted: Accepted | None = None,
    dry_run: bool = False,
) -> Imported:
    return Imported(
        publication=publication,
        report=prepared.report,
        findings=prepared.findings,
        before=prepared.before,
        unchanged=unchanged,
        poster_problem=poster_problem,
        poster_added=poster_added,
        proof=proof,
        accepted=accepted,
        dry_run=dry_run,
    )


def _illustrated(
    prepared: Prepared, standing: Publication, folder: DataFolder, open_renderer: Callable[[], Renderer] | None
) -> Imported:
    """Nothing changed: at most the poster that was missing is drawn, and the revision stays."""
    if standing.poster is not None or open_renderer is None:
        return _imported(prepared, standing, unchanged=True)
    poster, problem = draw_poster(prepared.glb, standing, open_renderer)
    if poster is None:
        return _imported(prepared, standing, unchanged=True, poster_problem=problem)
    stored = folder.files.put(poster, PNG)
    folder.catalogue.put_poster(standing.product.id, standing.revision, stored)
    return _imported(prepared, with_fields(standing, poster=stored), unchanged=True, poster_added=True)


def _proven(
    prepared: Prepared, publication: Publication, options: ImportOptions
) -> tuple[Proof | None, Accepted | None]:
    """What the picture proof found, and who accepted what it would refuse; raises as `import_model` does."""
    if options.proof is None:
        return None, None
    try:
        renderer = options.proof()
    except Unavailable as error:
        hint = "--no-proof publishes without comparing pictures"
        raise Rejected("no-proof", "nothing can draw the picture proof", got=str(error), hint=hint) from error
    before = write(prepared.placed)
    with step("comparing pictures"):
        try:
            proof, worst = prove(before, prepared.glb, publication, renderer, options.proof_options)
        finally:
            renderer.close()
    if not proof.changed:
        return proof, None
    with tempfile.NamedTemporaryFile(prefix=f"{publication.product.id}-", suffix=".png", delete=False) as file:
        picture = Path(file.name)
    write_diff(worst, picture)
    if options.accepted is None:
        refuse_changes(proof, options.proof_options.tolerance, picture)
    return with_fields(proof, picture=str(picture)), options.accepted


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
    revision = 1 if previous is None else previous.revision + 1
    draft = Publication(
        product=product,
        revision=revision,
        model=FileRef(sha256(prepared.glb).hexdigest(), len(prepared.glb), GLB),
        size_mm=prepared.report.size_mm,
        triangles=prepared.report.triangles,
        codebook=codes.assign(
            product, previous.codebook if previous else None, revision, taken_tags(folder, product.id)
        ),
        published_at=datetime.fromtimestamp(now_s, UTC).isoformat(timespec="seconds"),
    )
    shown = standing.get(product.id)
    same = shown is not None and (shown.product, shown.model) == (draft.product, draft.model)
    return draft, shown if same else None


def taken_tags(folder: DataFolder, product_id: str) -> set[int]:
    """The tags of all other products, also of removed ones: their codes must never mean another product."""
    return {tag for other, tag in folder.catalogue.tags().items() if other != product_id}


def published_fact(
    publication: Publication, now_s: float, proof: Proof | None = None, accepted: Accepted | None = None
) -> Fact:
    """What the log keeps of a publication; `proof` tells how alike its least alike pictures are."""
    properties: dict[str, object] = {
        "revision": publication.revision,
        "model": publication.model.sha256,
        "triangles": publication.triangles,
        "price": publication.product.price,
        "currency": publication.product.currency,
    }
    if proof is not None:
        worst = proof.worst
        properties["proof"] = {
            "pairs": proof.pairs,
            "changed": proof.changed,
            "view": worst.view,
            "colorway": worst.colorway,
            "structure": worst.structure,
            "silhouette": worst.silhouette,
            "color": worst.color,
            "spot": worst.spot,
        }
    if accepted is not None:
        properties["accepted"] = {"who": accepted.who, "why": accepted.why}
    return Fact("Product Published", now_s, "", publication.product.id, properties)
