"""`python -m pipelines`: the program without an installed launcher, as `bangdiem.cmd` starts it on Windows."""

import sys

from pipelines.cli import main

if __name__ == "__main__":
    sys.exit(main())
