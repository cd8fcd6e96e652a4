"""``showroom serve`` on the command line."""
