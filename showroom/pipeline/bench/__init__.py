"""The benchmark of published sizes: our steps beside gltf-transform and gltfpack, on the same files in one run."""
