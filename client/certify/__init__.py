"""`showroom certify`: our renderer against the reference pictures of Khronos' certification models."""
