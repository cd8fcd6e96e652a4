"""``python -m showroom.cli``."""

from showroom.cli.main import main

main()
