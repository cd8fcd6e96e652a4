"""The import command: one product, a folder of them, or a folder that is watched."""
