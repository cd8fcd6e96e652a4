"""Parts of the leather court shoe."""
