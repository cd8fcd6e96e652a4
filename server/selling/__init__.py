"""Handing over to the shop's checkout, and quotes on paper."""
