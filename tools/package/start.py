"""What a packaged client starts: without words it opens the showroom; with words it is the whole command."""

import multiprocessing
import sys

from showroom.cli.main import main

OF_THE_COMMAND = ("--help", "-h", "--version")
INVITATIONS = ("showroom:", "showroom+", "http")

if __name__ == "__main__":
    multiprocessing.freeze_support()
    words = sys.argv[1:]
    opens = not words or (words[0].startswith(("-", *INVITATIONS)) and words[0] not in OF_THE_COMMAND)
    sys.exit(main(["client", *words] if opens else words))
