"""The subcommands about catalogue data."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import add_data, add_json, data_folder, print_json, print_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from showroom.catalogue import Publication
    from showroom.pipeline.data.columns import Mapped
    from showroom.pipeline.data.importing import ImportedData

_SEPARATORS = {"tab": "\t"}


def _configure_export(parser: ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="csv, xlsx, json or jsonld")
    parser.add_argument("--product", action="append", default=[], metavar="ID", help="only these (default: all)")
    parser.add_argument("--separator", default=",", metavar="S", help="of CSV: , or ; or tab (default: %(default)s)")
    parser.add_argument("--decimal", choices=(",", "."), help="of CSV (default: , with semicolons, else .)")
    parser.add_argument("--site", default="https://shop.example", metavar="URL", help="of JSON-LD: the shop's address")
    parser.add_argument("--language", choices=("en", "de"), default="en", help="of JSON-LD (default: %(default)s)")
    parser.add_argument("--market", default="", metavar="CC", help="of JSON-LD: prices of this country")
    add_data(parser)
    add_json(parser)


def _export(namespace: Namespace) -> int:
    from showroom.errors import Unavailable
    from showroom.pipeline.catalogue import standing
    from showroom.pipeline.text import counted

    with data_folder(namespace) as folder:
        chosen = [standing(folder, name) for name in namespace.product]
        publications = chosen or list(folder.catalogue.catalogue().products)
    data = _encoded(namespace, publications)
    try:
        namespace.output.write_bytes(data)
    except OSError as error:
        raise Unavailable("unwritable-file", f"{namespace.output} cannot be written: {error.strerror}") from error
    if namespace.json:
        print_json({"file": str(namespace.output), "products": [one.product.id for one in publications]})
    else:
        print(f"✓ {namespace.output}: {counted(len(publications), 'product')}")
    return 0


def _encoded(namespace: Namespace, publications: list[Publication]) -> bytes:
    import msgspec

    from showroom.errors import Rejected
    from showroom.pipeline.data import exporting
    from showroom.pipeline.data.schema_org import json_ld

    suffix = namespace.output.suffix.lower()
    if suffix == ".csv":
        separator = _SEPARATORS.get(namespace.separator, namespace.separator)
        return exporting.as_csv(publications, separator, namespace.decimal or ("," if separator == ";" else "."))
    if suffix == ".xlsx":
        return exporting.as_xlsx(publications)
    if suffix == ".json":
        return exporting.as_json(publications)
    if suffix == ".jsonld":
        told = json_ld(publications, namespace.site, namespace.language, namespace.market)
        return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
    allowed = ".csv, .xlsx, .json or .jsonld"
    raise Rejected("unknown-format", "this kind of table is not written", got=suffix[:20], allowed=allowed)


def _configure_import(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=".csv, .xlsx or .json")
    parser.add_argument("--mapping", type=Path, metavar="FILE.toml", help="which column means what, how CSV is written")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help='one column: --column price="VK brutto"',
    )
    parser.add_argument("--separator", metavar="S", help="of CSV (default: what the head is parted by)")
    parser.add_argument("--encoding", metavar="NAME", help="of CSV (default: UTF-8 where it is valid, else cp1252)")
    parser.add_argument("--decimal", choices=(",", "."), help="of CSV (default: , with semicolons, else .)")
    parser.add_argument("--sheet", metavar="NAME", help="of a workbook (default: the first)")
    parser.add_argument("--dry-run", action="store_true", help="change nothing, and say what would change")
    add_data(parser)
    add_json(parser)


def _import(namespace: Namespace) -> int:
    from showroom.pipeline.data.importing import import_data
    from showroom.pipeline.source import read_file

    mapped = _mapped(namespace)
    data = read_file(namespace.file)
    with data_folder(namespace) as folder:
        result = import_data(folder, data, str(namespace.file), mapped, time.time(), dry_run=namespace.dry_run)
    if namespace.json:
        print_json(result)
    else:
        print_lines(_lines(result))
    return 0


def _mapped(namespace: Namespace) -> Mapped:
    from dataclasses import replace

    from showroom.pipeline.data.columns import Mapped, mapped_words, read_mapping
    from showroom.pipeline.source import read_text

    mapped = Mapped()
    if namespace.mapping is not None:
        mapped = read_mapping(read_text(namespace.mapping), str(namespace.mapping))
    separator = _SEPARATORS.get(namespace.separator, namespace.separator)
    csv = replace(
        mapped.csv, encoding=namespace.encoding or mapped.csv.encoding, separator=separator or mapped.csv.separator
    )
    return replace(
        mapped,
        columns={**mapped.columns, **mapped_words(namespace.column)},
        csv=csv,
        decimal=namespace.decimal or mapped.decimal,
        sheet=namespace.sheet or mapped.sheet,
    )


def _lines(result: ImportedData) -> Iterator[str]:
    from showroom.pipeline.text import counted

    for product in result.products:
        done = "" if product.revision is None else f", revision {product.revision}"
        changes = counted(len(product.changes), "change")
        yield f"{'·' if result.dry_run else '✓'} {product.product}: {changes}{done}"
        yield from (f"    {change.sentence}" for change in product.changes)
    if result.ignored:
        yield f"  these columns mean nothing here: {', '.join(result.ignored)}"
    done = "would change" if result.dry_run else "changed"
    yield f"{counted(result.rows, 'row')} read, {counted(len(result.products), 'product')} {done}"


COMMANDS: tuple[Command, ...] = (
    Command(
        "assets data-export",
        "Write stock, prices and texts as CSV, Excel or JSON, or the products as schema.org JSON-LD.",
        "showroom assets data-export -o products.xlsx",
        _configure_export,
        _export,
    ),
    Command(
        "assets data-import",
        "Read stock, prices and texts: all rows or none; errors by row and column.",
        "showroom assets data-import products.csv --dry-run",
        _configure_import,
        _import,
    ),
)
