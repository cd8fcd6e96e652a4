"""Where a product is held, worn and measured, found in its shape alone: glasses, shoes and cars.

Frame: glTF's, +Y up, front +Z, metres, origin bottom centre. Finders take corners of triangles and know nothing of
names, so that foreign models are found as ours are. They are the only ones: import, try-on and pictures ask here.
"""

from showroom.anchors.finding import Anchors, find_anchors, known_places
from showroom.anchors.shape import Shape, sampled, shape_of
from showroom.anchors.sizes import ShoeSize, shoe_sizes

__all__ = ["Anchors", "Shape", "ShoeSize", "find_anchors", "known_places", "sampled", "shape_of", "shoe_sizes"]
