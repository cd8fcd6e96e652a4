"""What stands in the picture: models, products, people."""
