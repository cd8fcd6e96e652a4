"""A model made ready to be published: read, checked, mended, audited and measured; nothing is stored or drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_fields

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.pipeline.anchoring.importing import anchored
from showroom.pipeline.checks import Finding, Subject, audit
from showroom.pipeline.checks.finding import remark
from showroom.pipeline.checks.shapes import left_out_of
from showroom.pipeline.mending import LightenOptions, lightened, placed
from showroom.pipeline.profiles import PROFILES
from showroom.pipeline.progress import step
from showroom.pipeline.proof.levels import holding, missing, seen
from showroom.pipeline.report import Report, inspect
from showroom.pipeline.source import ModelSource
from showroom.pipeline.steps.addressed import addressed_by
from showroom.pipeline.steps.compress import compress
from showroom.pipeline.steps.scale import ScaleOptions
from showroom.pipeline.steps.staging import without_stage
from showroom.product_file import ModelNames, parse

if TYPE_CHECKING:
    from showroom.anchors import Anchors
    from showroom.catalogue import Product
    from showroom.gltf.model import Document
    from showroom.pipeline.proof import Proof
    from showroom.product_file import ProductFile

PROFILE = PROFILES["showroom"]


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
    unmended = _placed(without_stage(read), product_file)
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
    told = (*left_out_of(read), *(remark(error) for error in read.forgiven))
    found = (*findings, *remarks, *told, *([levelless] if levelless else []))
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


def with_seen_levels_left_out(prepared: Prepared, proof: Proof) -> Prepared:
    """What is published where somebody would see a coarser level come: without that one and those behind it."""
    kept, lighten = holding(proof.levels), prepared.lighten
    if kept == len(proof.levels):
        return prepared
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
