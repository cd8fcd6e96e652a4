"""The coupé: its body sheet, the lines drawn on it, and what is built along them."""
