"""What holds for every command unless the command line says otherwise."""

from enum import IntEnum
from pathlib import Path

RAW = Path("raw")
WAREHOUSE = Path("warehouse")

# The page of `bangdiem serve`. Prefect's own default is 4200, which another Prefect on the machine may hold.
SERVER_HOST = "127.0.0.1"
SERVER_PORT = 4210

# Schedules are written in the country's time; the server counts in UTC unless told.
TIMEZONE = "Asia/Ho_Chi_Minh"

# A line that is longer than this wraps in the terminal an office PC opens.
WIDTH = 80


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    OUR_FAULT = 1
    REFUSED = 2
    BUSY = 3
    FILES_HAVE_ERRORS = 4
    INTERRUPTED = 130
