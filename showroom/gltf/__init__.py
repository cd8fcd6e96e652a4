"""glTF 2.0 as objects: read strictly and bounded from bytes, written back. Standard library and numpy only.

It stands in the domain because both the pipeline and the client read models; neither may reach into the other.
"""
