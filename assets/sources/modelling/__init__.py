"""What every modelling script shares: smooth surfaces, trimmed patches, sweeps, materials and the export.

Geometry is made in numpy in glTF's frame (+Y up, +Z front) with exact normals, and only then handed to Blender.
"""
