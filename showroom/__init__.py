"""The domain of the virtual showroom: products, configuration, rooms and people, free of I/O."""
