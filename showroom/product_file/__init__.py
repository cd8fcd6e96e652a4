"""Product files: what a merchandiser writes in TOML, read into a `Product`. The reference is docs/product-file.md."""

from showroom.product_file.anchors import WrittenAnchors
from showroom.product_file.model_check import ModelNames
from showroom.product_file.reading import ModelInstructions, ProductFile, parse

__all__ = ["ModelInstructions", "ModelNames", "ProductFile", "WrittenAnchors", "parse"]
