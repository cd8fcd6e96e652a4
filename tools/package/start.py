"""What a packaged client starts: without words it opens the showroom; with words it is the whole command."""

import multiprocessing
import sys

from showroom.cli.main import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    words = sys.argv[1:]
    known = bool(words) and not words[0].startswith(("showroom:", "showroom+", "http", "-"))
    sys.exit(main(words if known else ["client", *words]))
