"""Pictures held against each other: structure, silhouettes, colours. Only numpy; nothing here knows who drew them."""
