"""Working on a model without publishing it: mending a file, and looking at it with its product file."""
