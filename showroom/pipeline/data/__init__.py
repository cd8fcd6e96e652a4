"""Stock, prices and texts as tables: out of the catalogue, and back into it as a whole."""
