"""The process that serves Prefect's page and its API: `python -m pipelines.flows.page PORT`.

It ends when its standard input ends, that is, when the process that started it closes it or dies in any way.
Signals would not do: Windows knows no SIGTERM, and a killed parent sends none.
"""

import sys
import threading

import uvicorn
from prefect.server.api.server import create_app

from pipelines.settings import SERVER_HOST


def _leave_with_parent(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True


def main() -> None:
    """Serves until standard input ends."""
    config = uvicorn.Config(
        create_app(final=True),
        host=SERVER_HOST,
        port=int(sys.argv[1]),
        log_level="warning",
        # An open page holds its connection; stopping does not wait for the browser.
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_leave_with_parent, args=(server,), daemon=True).start()
    server.run()


if __name__ == "__main__":
    main()
