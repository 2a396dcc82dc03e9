"""`python -m pipelines`: the program without an installed launcher, as `bangdiem.cmd` starts it on Windows."""

import signal
import sys

if __name__ == "__main__":
    from pipelines.cli import main

    sys.exit(main())

if __name__ == "__mp_main__":
    # A process that the run has started begins with this module, and leaves Ctrl+C to the run from here on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
