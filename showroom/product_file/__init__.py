"""Product files: what a merchandiser writes in TOML, read into a `Product`. The reference is docs/product-file.md."""

from showroom.product_file.model_check import check_against_model
from showroom.product_file.reading import ModelInstructions, ProductFile, parse

__all__ = ["ModelInstructions", "ProductFile", "check_against_model", "parse"]
