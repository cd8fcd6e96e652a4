"""Money in minor units."""
