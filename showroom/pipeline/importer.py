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
from showroom.errors import Rejected, Unavailable
from showroom.gltf.writer import write
from showroom.pipeline.again import made_earlier, worded_anew
from showroom.pipeline.mending import LightenOptions
from showroom.pipeline.origin import Origin, origin_from, origin_of
from showroom.pipeline.poster import with_poster
from showroom.pipeline.preparing import Prepared, prepare, with_seen_levels_left_out
from showroom.pipeline.progress import step
from showroom.pipeline.proof import Proof, ProofOptions, prove, refuse_changes
from showroom.pipeline.proof.accepting import Accepted, proof_details
from showroom.pipeline.proof.diff_picture import write_diff
from showroom.pipeline.proof.levels import prove_levels
from showroom.pipeline.revisions.publishing import made_before, publish, taken_tags
from showroom.pipeline.sheets import with_sheets
from showroom.pipeline.source import GLB
from showroom.pipeline.turntables.turns import with_kept_turns
from showroom.product_file import parse
from showroom.releases import Terms, first_state, iso

if TYPE_CHECKING:
    from collections.abc import Callable

    from showroom.pipeline.checks import Finding
    from showroom.pipeline.report import Report
    from showroom.pipeline.source import ModelSource
    from showroom.ports import DataFolder, Renderer
    from showroom.product_file import ProductFile
    from showroom.releases import Release, State

MILLIMETRES = 1000.0


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
        turntables: whether whoever imports shall add a turn of every value that changes the picture.
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
    turntables: bool = False


@dataclass(frozen=True)
class Imported:
    """What an import did.

    `unchanged` published nothing, at most pictures that were missing (`poster_added`); `dry_run` stored nothing at all.
    `made_as` is the revision whose model and pictures these are, where only words or prices change.
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
    made_as: int = 0
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
    product_file = parse(product_text, product_name)
    origin = _origin(source, product_text, product_file, options)
    terms = _terms(folder, options, str(origin))
    draw = None if options.dry_run else open_renderer
    known = made_before(folder, product_file.product.id, terms)
    if known is not None and origin_from(known.origin).whole == origin.whole:
        return illustrated(known, folder, draw)
    earlier = made_earlier(folder, product_file.product.id, origin)
    if earlier is not None:
        publication, terms = worded_anew(earlier, product_file.product, folder, now_s, terms, origin)
        prepared, made_as = None, earlier.publication.revision
    else:
        prepared, made_as = prepare(source, product_text, product_name, options.lighten), 0
        publication = _drafted(prepared, folder, now_s, terms)
    if known is not None and _says_the_same(known.publication, publication):
        # Made differently and come out the same: next time that is known without any work.
        return illustrated(known, folder, draw, origin="" if options.dry_run else terms.origin, prepared=prepared)
    proof, accepted = (None, None) if prepared is None else _proven(prepared, publication, options)
    if prepared is not None and proof is not None:
        prepared = with_seen_levels_left_out(prepared, proof)
    result = Imported(
        **_measured(prepared),
        publication=publication,
        state=first_state(terms),
        proof=proof,
        accepted=accepted,
        made_as=made_as,
        dry_run=options.dry_run,
    )
    return result if options.dry_run else _released(result, prepared, folder, terms, now_s, open_renderer, options)


def _released(
    result: Imported,
    prepared: Prepared | None,
    folder: DataFolder,
    terms: Terms,
    now_s: float,
    open_renderer: Callable[[], Renderer] | None,
    options: ImportOptions,
) -> Imported:
    """Draw, store and publish what was made."""
    publication, problem = _illustrate(result.publication, prepared, folder, open_renderer, options)
    details = {"proof": {"as_in": result.made_as}} if result.made_as else proof_details(result.proof, result.accepted)
    publication, superseded = publish(folder, publication, terms, now_s, details)
    return replace(result, publication=publication, superseded=superseded, poster_problem=problem)


def standing_import(
    source: ModelSource, product_text: str, product_name: str, folder: DataFolder, options: ImportOptions
) -> Release | None:
    """The revision that was made from exactly this, so that importing it would change nothing.

    Raises:
        ProductFileError: the product file is wrong.
    """
    product_file = parse(product_text, product_name)
    origin = _origin(source, product_text, product_file, options)
    known = made_before(folder, product_file.product.id, _terms(folder, options, str(origin)))
    return known if known is not None and origin_from(known.origin).whole == origin.whole else None


def _origin(source: ModelSource, product_text: str, product_file: ProductFile, options: ImportOptions) -> Origin:
    return origin_of(
        source,
        product_text,
        product_file,
        options.lighten,
        options.proof_options,
        proven=options.proof is not None,
    )


def _measured(prepared: Prepared | None) -> dict[str, Any]:
    """What an import tells of the model; nothing where it was made before."""
    if prepared is None:
        return {"report": None, "findings": (), "before": None}
    return {"report": prepared.report, "findings": prepared.findings, "before": prepared.before}


def _illustrate(
    publication: Publication,
    prepared: Prepared | None,
    folder: DataFolder,
    open_renderer: Callable[[], Renderer] | None,
    options: ImportOptions,
) -> tuple[Publication, str]:
    """The publication with its files stored and everything drawn that nobody drew before, and why something was not."""
    if prepared is not None:
        with step("storing the files"):
            publication = with_fields(publication, model=folder.files.put(prepared.glb, GLB))

    @cache
    def glb() -> bytes:
        return folder.files.read(publication.model.sha256) if prepared is None else prepared.glb

    publication, problem = with_poster(glb, publication, folder, open_renderer)
    publication = with_kept_turns(publication, folder.catalogue.publication(publication.product.id))
    if options.sheets is not None:
        with step("drawing thumbnails"):
            publication, problem = with_sheets(glb, publication, folder, options.sheets, turntable=options.turntable)
    return publication, problem


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
        glb = partial(folder.files.read, publication.model.sha256)
        publication, problem = with_poster(glb, publication, folder, open_renderer)
        added = publication.poster is not None
    if added or origin:
        folder.catalogue.illustrate(publication.product.id, publication.revision, publication.pictures, origin)
    return Imported(
        **_measured(prepared),
        publication=publication,
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
