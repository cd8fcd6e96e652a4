"""The asset pipeline: models in, published products out."""
