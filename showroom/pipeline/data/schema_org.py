"""Products as schema.org JSON-LD: a group with its variants, offers, pictures and the 3D model.

Source: schema.org (Product, ProductGroup, Offer, 3DModel); Google, "Product variant structured data", 2024.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from showroom.catalogue import Catalogue, Turn
from showroom.codes import encode
from showroom.configuration import initial
from showroom.errors import ConfigurationRefused
from showroom.markets import localised, require_market
from showroom.money import decimals
from showroom.pipeline.looks import turn_looks
from showroom.pricing import quote
from showroom.rules import change
from showroom.supply import availability

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from showroom.catalogue import Choice, FileRef, Product, Publication
    from showroom.configuration import Configuration

_PROPERTIES = {"color": ("colour", "color", "upper", "frame", "paint", "body"), "size": ("size",)}


def json_ld(publications: Sequence[Publication], site: str, language: str, market: str = "") -> dict[str, Any]:
    """All products as one graph.

    Args:
        publications: what is on sale.
        site: the shop's address; files are ``SITE/files/<sha256>``.
        language: of names and descriptions.
        market: the country whose prices are offered; empty for each product's own, which is offered too where a product
            has none there.

    Raises:
        Rejected: ``unknown-market`` where no product has a price there.
    """
    catalogue = Catalogue(0, tuple(publications), ())
    require_market(catalogue, market)
    graph = [_group(one, site.rstrip("/"), language) for one in localised(catalogue, market).products]
    return {"@context": "https://schema.org", "@graph": graph}


def _group(publication: Publication, site: str, language: str) -> dict[str, Any]:
    product = publication.product
    variants = [
        _variant(publication, product, configuration, site, language)
        for configuration in _configurations(product, publication)
    ]
    told: dict[str, Any] = {
        "@type": "ProductGroup",
        "@id": f"{site}/products/{product.id}",
        "productGroupID": product.id,
        "name": product.name.in_language(language),
        "description": product.description.in_language(language),
        "variesBy": [f"https://schema.org/{_property(group.id)}" for group in product.groups if _property(group.id)],
        "subjectOf": _model(publication, site, language),
        "hasVariant": variants,
        **_dimensions(publication),
    }
    if publication.poster is not None:
        told["image"] = _address(publication.poster, site)
    return {key: value for key, value in told.items() if value}


def _configurations(product: Product, publication: Publication) -> Iterator[Configuration]:
    """The first configuration, everything that has a number or stock of its own, and every value once."""
    wishes: list[tuple[Choice, ...]] = [line.choices for line in publication.supply if len(line.choices) > 1]
    first = initial(product)
    wished = [{one.group: one.value for one in choices} for choices in wishes]
    wished += [{group.id: value.id} for group in product.groups for value in group.values]
    seen = {first.choices}
    yield first
    for wish in wished:
        try:
            configuration = change(product, first, wish).configuration
        except ConfigurationRefused:
            continue
        if configuration.choices not in seen:
            seen.add(configuration.choices)
            yield configuration


def _variant(
    publication: Publication, product: Product, configuration: Configuration, site: str, language: str
) -> dict[str, Any]:
    code = encode(publication.codebook, configuration)
    chosen = configuration.as_dict()
    found = availability(publication.supply, chosen)
    names = {
        group.id: (group.name.in_language(language), value.name.in_language(language))
        for group in product.groups
        for value in group.values
        if chosen[group.id] == value.id
    }
    told: dict[str, Any] = {
        "@type": "Product",
        "name": f"{product.name.in_language(language)}, {', '.join(value for _, value in names.values())}",
        "sku": found.sku or code,
        "url": f"{site}/products/{product.id}?code={code}",
        "additionalProperty": [
            {"@type": "PropertyValue", "name": group, "value": value} for group, value in names.values()
        ],
        "offers": _offer(product, configuration, found.stock, found.delivery_days),
    }
    for group, (_, value) in names.items():
        if _property(group):
            told.setdefault(_property(group), value)
    if publication.poster is not None:
        told["image"] = _address(publication.poster, site)
    turn = _turn(publication, configuration)
    if turn is not None:
        told["subjectOf"] = _turntable(turn, site)
    return told


def _turn(publication: Publication, configuration: Configuration) -> Turn | None:
    """The turn around exactly this configuration, where there is one."""
    first = publication.turntable
    if first is not None and configuration == initial(publication.product):
        return Turn((), first.picture, first.frame_px, first.columns, len(first.frames), "")
    by_look = {turn.looks: turn for turn in publication.turntables}
    return by_look.get(turn_looks(publication, configuration.as_dict()))


def _turntable(turn: Turn, site: str) -> dict[str, Any]:
    width, height = turn.frame_px
    rows = -(-turn.steps // turn.columns)
    return {
        "@type": "ImageObject",
        "description": f"{turn.steps} pictures of {width} x {height} pixels, {turn.columns} in a row, once around",
        "contentUrl": _address(turn.picture, site),
        "encodingFormat": turn.picture.media_type,
        "width": f"{width * turn.columns} px",
        "height": f"{height * rows} px",
    }


def _offer(
    product: Product, configuration: Configuration, stock: int | None, days: tuple[int, int] | None
) -> dict[str, Any]:
    price = quote(product, configuration)
    places = decimals(price.currency)
    amount = price.total if price.tax_included else price.net
    told: dict[str, Any] = {
        "@type": "Offer",
        "price": f"{amount / 10**places:.{places}f}",
        "priceCurrency": price.currency,
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            "price": f"{amount / 10**places:.{places}f}",
            "priceCurrency": price.currency,
            "valueAddedTaxIncluded": price.tax_included,
        },
        "availability": f"https://schema.org/{'OutOfStock' if stock == 0 else 'InStock'}",
    }
    if days is not None:
        span = {"@type": "QuantitativeValue", "minValue": days[0], "maxValue": days[1], "unitCode": "DAY"}
        delivery = {"@type": "ShippingDeliveryTime", "transitTime": span}
        told["shippingDetails"] = {"@type": "OfferShippingDetails", "deliveryTime": delivery}
    if product.market:
        told["eligibleRegion"] = product.market
    return told


def _model(publication: Publication, site: str, language: str) -> dict[str, Any]:
    return {
        "@type": "3DModel",
        "name": publication.product.name.in_language(language),
        "encoding": [
            {
                "@type": "MediaObject",
                "contentUrl": _address(publication.model, site),
                "encodingFormat": publication.model.media_type,
                "contentSize": str(publication.model.size_bytes),
            }
        ],
    }


def _dimensions(publication: Publication) -> dict[str, Any]:
    names = ("width", "height", "depth")
    return {
        name: {"@type": "QuantitativeValue", "value": round(edge, 1), "unitCode": "MMT"}
        for name, edge in zip(names, publication.size_mm, strict=True)
    }


def _property(group: str) -> str:
    return next((name for name, groups in _PROPERTIES.items() if group in groups), "")


def _address(file: FileRef, site: str) -> str:
    return f"{site}/files/{file.sha256}"
