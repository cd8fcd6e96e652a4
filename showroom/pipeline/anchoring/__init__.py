"""Places on products on the command line: found, listed, drawn."""
