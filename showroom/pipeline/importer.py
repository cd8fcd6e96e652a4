"""From a model and a product file to a publication.

Nothing is visible before the last call, which is one transaction: whatever fails or is killed before it leaves the
catalogue as it was, and at most a file that nothing names.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace as with_fields

from showroom import codes
from showroom.catalogue import FileRef, Publication
from showroom.errors import ModelError, Rejected, Unavailable
from showroom.gltf import walk
from showroom.gltf.writer import write
from showroom.pipeline.anchoring.importing import anchored
from showroom.pipeline.checks import Finding, Subject, audit
from showroom.pipeline.checks.finding import remark
from showroom.pipeline.mending import LightenOptions, lightened, placed
from showroom.pipeline.origin import origin_of
from showroom.pipeline.poster import draw_poster
from showroom.pipeline.profiles import PROFILES
from showroom.pipeline.progress import step
from showroom.pipeline.proof import Proof, ProofOptions, prove, refuse_changes
from showroom.pipeline.proof.accepting import Accepted, proof_details
from showroom.pipeline.proof.diff_picture import write_diff
from showroom.pipeline.proof.levels import holding, missing, prove_levels, seen
from showroom.pipeline.report import Report, inspect
from showroom.pipeline.revisions.publishing import made_before, publish, taken_tags
from showroom.pipeline.sheets import with_sheets
from showroom.pipeline.source import GLB, ModelSource
from showroom.pipeline.steps.addressed import addressed_by
from showroom.pipeline.steps.compress import compress
from showroom.pipeline.steps.scale import ScaleOptions
from showroom.product_file import ModelNames, parse
from showroom.releases import Terms, first_state, iso

if TYPE_CHECKING:
    from collections.abc import Callable

    from showroom.anchors import Anchors
    from showroom.catalogue import Product
    from showroom.gltf.model import Document
    from showroom.ports import DataFolder, Renderer
    from showroom.product_file import ProductFile
    from showroom.releases import Release, State

PROFILE = PROFILES["showroom"]
PNG = "image/png"
MILLIMETRES = 1000.0


@dataclass(frozen=True)
class Prepared:
    """A model ready to be published: its bytes, what was measured and found on it, and what it was before.

    `placed` is the source at its true place and size, before anything made it lighter, `document` what `glb` was
    written of, `lighten` how; `anchors` are of the result.
    """

    product: Product
    glb: bytes
    report: Report
    findings: tuple[Finding, ...]
    before: Report
    placed: Document
    document: Document
    lighten: LightenOptions
    anchors: Anchors


@dataclass(frozen=True)
class ImportOptions:
    """How to import.

    Args:
        lighten: how the model is made lighter.
        proof: starts what draws the pictures that are compared; None publishes unproven.
        proof_options: what is drawn and what may differ.
        accepted: publishes although a picture changes.
        dry_run: does everything but store and publish.
        draft: publishes for the staff alone, until somebody approves.
        live_s: when shoppers see it, in seconds since 1970; at once where nothing is said.
        sheets: starts what draws the thumbnails of option values; None publishes without them.
        turntable: whether a turn around the product is drawn with them.
    """

    lighten: LightenOptions = field(default_factory=LightenOptions)
    proof: Callable[[], Renderer] | None = None
    proof_options: ProofOptions = field(default_factory=ProofOptions)
    accepted: Accepted | None = None
    dry_run: bool = False
    draft: bool = False
    live_s: float | None = None
    sheets: Callable[[], Renderer] | None = None
    turntable: bool = False


@dataclass(frozen=True)
class Imported:
    """What an import did.

    `unchanged` published nothing, at most pictures that were missing (`poster_added`); `dry_run` stored nothing at all.
    `poster_problem` says why there is no picture. `before` is the source as it came, `report` what is published; both
    are None where nothing had to be read. `state` is what the revision is now, and `superseded` are the revisions that
    waited and never come to shoppers now.
    """

    publication: Publication
    report: Report | None
    findings: tuple[Finding, ...]
    before: Report | None
    state: State = "live"
    superseded: tuple[int, ...] = ()
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
        Rejected: ``stale-revision`` when somebody else published the same product meanwhile, ``needs-approval`` when
            the shop began to want drafts meanwhile, ``no-proof`` when there is nothing to draw the proof with.
        Unavailable: the disk.
    """
    options = options or ImportOptions()
    origin = origin_of(source, product_text, options.lighten)
    terms = _terms(folder, options, origin)
    product_id = parse(product_text, product_name).product.id
    draw = None if options.dry_run else open_renderer
    known = made_before(folder, product_id, terms)
    if known is not None and known.origin == origin:
        return illustrated(known, folder, draw)
    prepared = prepare(source, product_text, product_name, options.lighten)
    publication = _drafted(prepared, folder, now_s, terms)
    if known is not None and _says_the_same(known.publication, publication):
        # Made differently and come out the same: next time that is known without any work.
        return illustrated(known, folder, draw, origin="" if options.dry_run else origin, prepared=prepared)
    proof, accepted = _proven(prepared, publication, options)
    if proof is not None and holding(proof.levels) < len(proof.levels):
        prepared = with_fewer_levels(prepared, proof)
    if options.dry_run:
        return _imported(prepared, publication, state=first_state(terms), proof=proof, accepted=accepted, dry_run=True)
    poster, problem = draw_poster(prepared.glb, publication, open_renderer)
    with step("storing the files"):
        publication = with_fields(
            publication,
            model=folder.files.put(prepared.glb, GLB),
            poster=folder.files.put(poster, PNG) if poster is not None else None,
        )
    if options.sheets is not None:
        with step("drawing thumbnails"):
            publication, problem = with_sheets(
                prepared.glb, publication, folder, options.sheets, turntable=options.turntable
            )
    details = proof_details(proof, accepted)
    publication, superseded = publish(folder, publication, terms, now_s, details)
    return _imported(
        prepared,
        publication,
        state=first_state(terms),
        superseded=superseded,
        poster_problem=problem,
        proof=proof,
        accepted=accepted,
    )


def standing_import(
    source: ModelSource, product_text: str, product_name: str, folder: DataFolder, options: ImportOptions
) -> Release | None:
    """The revision that was made from exactly this, so that importing it would change nothing.

    Raises:
        ProductFileError: the product file is wrong.
    """
    origin = origin_of(source, product_text, options.lighten)
    product_id = parse(product_text, product_name).product.id
    known = made_before(folder, product_id, _terms(folder, options, origin))
    return known if known is not None and known.origin == origin else None


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
        glb = compress(document, lighten.compress, lighten.levels)
    with step("auditing the model"):
        # What comes out of the compressed file is what everybody will see.
        published = ModelSource(source.name, glb).read()
        report = inspect(published, len(glb), source.name)
        findings = audit(Subject(published, report, PROFILE, product_file.product.kind, product_file.model))
    _refuse_errors(findings)
    with step("finding where it is worn and measured"):
        anchors, remarks = anchored(published, product_file)
    levelless = missing(report) if lighten.levels.shares else None
    found = (*findings, *remarks, *(remark(error) for error in read.forgiven), *([levelless] if levelless else []))
    return Prepared(product_file.product, glb, report, found, before, unmended, document, lighten, anchors)


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


def _imported(prepared: Prepared, publication: Publication, **fields: Any) -> Imported:  # noqa: ANN401 - the result's
    return Imported(
        publication=publication, report=prepared.report, findings=prepared.findings, before=prepared.before, **fields
    )


def illustrated(
    known: Release,
    folder: DataFolder,
    open_renderer: Callable[[], Renderer] | None,
    *,
    origin: str = "",
    prepared: Prepared | None = None,
) -> Imported:
    """Nothing changed: at most what is not drawn yet is drawn now, and the revision stays."""
    publication, problem, added = known.publication, "", False
    if publication.poster is None and open_renderer is not None:
        poster, problem = draw_poster(folder.files.read(publication.model.sha256), publication, open_renderer)
        if poster is not None:
            publication, added = with_fields(publication, poster=folder.files.put(poster, PNG)), True
    if added or origin:
        folder.catalogue.illustrate(publication.product.id, publication.revision, publication.pictures, origin)
    return Imported(
        publication=publication,
        report=prepared.report if prepared else None,
        findings=prepared.findings if prepared else (),
        before=prepared.before if prepared else None,
        state=known.state,
        unchanged=True,
        poster_problem=problem,
        poster_added=added,
    )


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
            errors_m = [one.error_mm / MILLIMETRES for one in prepared.report.levels]
            proof = with_fields(proof, levels=prove_levels(prepared.glb, publication, errors_m, renderer))
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


def with_fewer_levels(prepared: Prepared, proof: Proof) -> Prepared:
    """What is published where somebody would see a coarser level come: without that one and those behind it."""
    kept, lighten = holding(proof.levels), prepared.lighten
    shares, turns = lighten.levels.shares[:kept], lighten.levels.turns[:kept]
    glb = compress(prepared.document, lighten.compress, replace(lighten.levels, shares=shares, turns=turns))
    report = with_fields(prepared.report, size_bytes=len(glb), levels=prepared.report.levels[:kept])
    return replace(
        prepared, glb=glb, report=report, findings=(*prepared.findings, seen(proof.levels[kept], report.name))
    )


def _refuse_errors(findings: tuple[Finding, ...]) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors:
        return
    first, more = errors[0], len(errors) - 1
    hint = first.hint + (f" (and {more} more: showroom assets check lists them)" if more else "")
    raise ModelError(first.code, first.message, got=first.got, allowed=first.allowed, hint=hint, place=first.place)


def _terms(folder: DataFolder, options: ImportOptions, origin: str) -> Terms:
    """How the revision is released; a shop that wants a second person to approve gets a draft."""
    if options.draft or folder.catalogue.approval() == "second-person":
        return Terms(draft=True, origin=origin)
    return Terms(live_s=options.live_s, origin=origin)


def _drafted(prepared: Prepared, folder: DataFolder, now_s: float, terms: Terms) -> Publication:
    """The publication as it will be, its model not stored yet."""
    product = prepared.product
    previous = folder.catalogue.publication(product.id)
    revision = 1 if previous is None else previous.revision + 1
    return Publication(
        product=product,
        revision=revision,
        model=FileRef(sha256(prepared.glb).hexdigest(), len(prepared.glb), GLB),
        size_mm=prepared.report.size_mm,
        triangles=prepared.report.triangles,
        codebook=codes.assign(
            product, previous.codebook if previous else None, revision, taken_tags(folder, product.id)
        ),
        published_at=iso(now_s if terms.live_s is None else terms.live_s),
        anchors=prepared.anchors.anchors,
        dimensions=prepared.anchors.dimensions,
    )


def _says_the_same(known: Publication, draft: Publication) -> bool:
    return all(getattr(known, name) == getattr(draft, name) for name in ("product", "model", "anchors", "dimensions"))
