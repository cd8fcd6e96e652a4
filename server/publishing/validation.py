"""Nothing that a merchandiser's machine says is taken on trust.

The product is written as a product file and read by the same parser that reads people's files; the model is read
strictly and must be what the publication says of it; the numbers of its codes are those that we would give.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from showroom import codes
from showroom.arranging.check import checked
from showroom.arranging.file import read_layout
from showroom.arranging.model import Layout
from showroom.catalogue import picture_files
from showroom.errors import ModelError, ProductFileError, Rejected
from showroom.gltf import walk
from showroom.gltf.limits import Limits
from showroom.gltf.reader import read
from showroom.pipeline.draco import mesh_decoders
from showroom.pipeline.report import inspect
from showroom.pipeline.revisions.product_toml import product_toml
from showroom.pipeline.revisions.publishing import taken_tags
from showroom.product_file import ModelNames, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server.store.files import SqlFileStore
    from showroom.catalogue import Catalogue, FileRef, Pictures, Publication, RoomPlan, SupplyLine
    from showroom.gltf.model import Document
    from showroom.ports import DataFolder

MODEL = "model/gltf-binary"
PICTURES = ("image/png", "image/jpeg", "image/webp")
LIMITS = Limits()


def check_publication(folder: DataFolder, files: SqlFileStore, publication: Publication, product_id: str) -> None:
    """Refuse what our own pipeline would not have published.

    Raises:
        Rejected: ``other-product``, ``unknown-file``, ``other-file``, ``bad-codebook``, ``not-as-told``.
        ProductFileError, ModelError: as for an import.
    """
    if publication.product.id != product_id:
        raise _refused("other-product", "the publication is of another product", publication.product.id, product_id)
    check_pictures(files, publication.pictures)
    document = _model(files, publication)
    _check_product(publication, document)
    _check_codebook(folder, publication)


def check_pictures(files: SqlFileStore, pictures: Pictures) -> None:
    """Refuse what is no picture.

    Raises:
        NotFound: ``unknown-file``.
        Rejected: ``other-file``.
    """
    for file in picture_files(pictures):
        check_file(files, file, PICTURES)


def check_file(files: SqlFileStore, file: FileRef, media_types: tuple[str, ...]) -> None:
    """Refuse a file that is not stored as it is named.

    Raises:
        NotFound: ``unknown-file``.
        Rejected: ``other-file``.
    """
    stored = files.ref(file.sha256)
    if stored != file or file.media_type not in media_types:
        got = f"{file.size_bytes} bytes of {file.media_type}"
        wanted = f"{stored.size_bytes} bytes of {stored.media_type}, one of {', '.join(media_types)}"
        raise _refused("other-file", "the file is not what is said of it", got, wanted)


def check_room(catalogue: Catalogue, files: SqlFileStore, plan: RoomPlan, room_id: str) -> None:
    """Refuse a room under another id, or with a model that cannot be read.

    Raises:
        Rejected: ``other-room``, ``unknown-product``, ``unknown-file``, ``other-file``.
        ModelError: as for an import.
    """
    if plan.id != room_id:
        raise _refused("other-room", "the plan is of another room", plan.id, room_id)
    known = {one.product.id for one in catalogue.products}
    standing = next((room for room in catalogue.rooms if room.id == room_id), None)
    kept = {plinth.product for plinth in standing.plinths} if standing else set()
    for plinth in plan.plinths:
        if plinth.product is not None and plinth.product not in known | kept:
            raise _refused(
                "unknown-product", f"plinth {plinth.id} shows what is not published", plinth.product, ", ".join(known)
            )
    if plan.model is not None:
        check_model(files, plan.model)
    if plan.poster is not None:
        check_file(files, plan.poster, PICTURES)


def check_supplies(
    catalogue: Catalogue, publications: Sequence[Publication], supplies: Mapping[str, Sequence[SupplyLine]]
) -> None:
    """Refuse stock of what is not sold, and numbers that two things have.

    Raises:
        Rejected: ``unknown-product``, ``unknown-value``, ``out-of-range``, ``duplicate-sku``.
    """
    sold = {one.product.id: one.product for one in (*catalogue.products, *publications)}
    lines = {one.product.id: one.supply for one in catalogue.products} | dict(supplies)
    for name, those in supplies.items():
        if name not in sold:
            raise _refused("unknown-product", "stock of what is not published", name, ", ".join(sold))
        values = {(group.id, value.id) for group in sold[name].groups for value in group.values}
        for line in those:
            for choice in line.choices:
                if (choice.group, choice.value) not in values:
                    raise _refused("unknown-value", f"{name} has no such value", str(choice), "its values")
            if (line.stock or 0) < 0 or min(line.delivery_days or (0,)) < 0:
                raise _refused("out-of-range", "stock and days are not negative", str(line.stock), "0 or more")
    numbers = [line.sku for those in lines.values() for line in those if line.sku]
    twice = next((sku for sku, times in Counter(numbers).items() if times > 1), None)
    if twice is not None:
        raise _refused("duplicate-sku", "two things have this number", twice, "every number once")


def check_layout(folder: DataFolder, layout: Layout) -> None:
    """Refuse a layout that is not what its own file says, or does not fit.

    Raises:
        LayoutFileError: everything that is wrong with it.
        Rejected: ``not-as-told``.
    """
    if layout == Layout():
        return
    again = checked(read_layout(layout.text, "layout"), folder.layouts.rooms(), folder.catalogue.catalogue())
    if again != layout:
        raise _refused("not-as-told", "the layout is not what its file says", "another layout", "what the file says")


def check_model(files: SqlFileStore, model: FileRef) -> Document:
    """Read a stored model.

    Raises:
        Rejected: ``unknown-file``, ``other-file``.
        ModelError: as for an import.
    """
    check_file(files, model, (MODEL,))
    return read(files.read(model.sha256), name=model.sha256[:12], limits=LIMITS, decoders=mesh_decoders())


def _model(files: SqlFileStore, publication: Publication) -> Document:
    document = check_model(files, publication.model)
    report = inspect(document, publication.model.size_bytes)
    told, found = (publication.size_mm, publication.triangles), (report.size_mm, report.triangles)
    if told != found:
        raise ModelError("not-as-told", "the model is not what is said of it", got=str(told), allowed=str(found))
    return document


def _check_product(publication: Publication, document: Document) -> None:
    names = ModelNames(
        materials={one.name for one in document.materials},
        nodes={node.name for node, _ in walk.nodes(document)},
        variants=set(document.variants),
    )
    again = parse(product_toml(publication), publication.product.id, lambda: names).product
    if again != publication.product:
        raise ProductFileError(
            "not-as-told", "the product says something that no product file could say", got=publication.product.id
        )


def _check_codebook(folder: DataFolder, publication: Publication) -> None:
    product = publication.product
    previous = folder.catalogue.publication(product.id)
    expected = 1 if previous is None else previous.revision + 1
    if publication.revision != expected:
        return  # the store refuses it, and says what it expects
    taken = taken_tags(folder, product.id)
    book = codes.assign(product, previous.codebook if previous else None, expected, taken)
    if previous is None and publication.codebook.tag in taken:
        return  # the same, with ``tag-taken``
    if book != publication.codebook:
        got, allowed = (
            f"tag {publication.codebook.tag}",
            f"tag {book.tag} and the numbers that follow",
        )
        raise _refused("bad-codebook", "the code numbers are not those that this shop gives", got, allowed)


def _refused(code: str, message: str, got: str, allowed: str) -> Rejected:
    return Rejected(code, message, got=got[:200], allowed=allowed[:500])
