"""`python -m rubin_tui`."""

import sys

from rubin_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
