"""docs/making-a-product.md keeps up with the code and with the script that it tells of."""

from __future__ import annotations

import re
from pathlib import Path

from showroom import rules
from showroom.configuration import complete
from showroom.pricing import quote
from showroom.product_file import ModelNames, parse

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = (DOCS / "making-a-product.md").read_text("utf-8")
SCRIPT = (DOCS.parent / "assets" / "sources" / "examples" / "travel_mug.py").read_text("utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]


def names() -> ModelNames:
    """What the script calls its materials and objects."""
    materials = set(re.findall(r'material\("([a-z]+)"', SCRIPT))
    nodes = set(re.findall(r'turned\("([a-z]+)"', SCRIPT)) | set(re.findall(r'objects\.new\("([a-z]+)"', SCRIPT))
    return ModelNames(materials=materials, nodes=nodes, variants=set())


def test_the_product_file_of_the_page_speaks_of_what_the_script_makes() -> None:
    product = parse(EXAMPLE, "travel-mug.toml", names).product
    assert names().materials == {"steel", "lid", "sleeve", "grip"}
    assert rules.unreachable(product) == ()


def test_the_price_that_the_page_tells_is_right() -> None:
    product = parse(EXAMPLE, "travel-mug.toml", names).product
    chosen = complete(product, {"grip": "handle", "body": "sea"})
    assert quote(product, chosen).total == 3600
    assert "€36.00" in PAGE


def test_what_the_page_links_to_exists() -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", PAGE)
    assert "pictures/making-a-product.jpg" in linked
    assert [one for one in linked if not (DOCS / one).exists()] == []
