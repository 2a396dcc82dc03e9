"""The process that serves Prefect's page and its API: `python -m pipelines.flows.page PORT [temporary]`.

One for a single run is temporary: it shows no page and does without the services that only a schedule needs.

It ends when its standard input ends, that is, when the process that started it closes it or dies in any way.
Signals would not do: Windows knows no SIGTERM, and a killed parent sends none.
"""

import gc
import os
import sys
import threading
from http import HTTPStatus

import uvicorn
from fastapi import Request, Response
from prefect.server.api.server import create_app
from starlette.middleware.base import RequestResponseEndpoint

from pipelines.settings import SERVER_HOST


def _leave_with_parent(server: uvicorn.Server) -> None:
    # Not through sys.stdin: its lock, held by this thread, would abort the interpreter when it ends for another reason.
    while os.read(0, 1):
        pass
    server.should_exit = True


async def _ask_again_soon(request: Request, answer: RequestResponseEndpoint) -> Response:
    # The small database was busy for a moment. Prefect's client waits two seconds unless told otherwise.
    response = await answer(request)
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "0.1"
    return response


def main() -> None:
    """Serves until standard input ends."""
    port, *kind = sys.argv[1:]
    app = create_app(ephemeral=kind == ["temporary"], final=True)
    app.middleware("http")(_ask_again_soon)
    config = uvicorn.Config(
        app,
        host=SERVER_HOST,
        port=int(port),
        log_level="warning",
        # An open page holds its connection; stopping does not wait for the browser.
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_leave_with_parent, args=(server,), daemon=True).start()
    server.run()
    # The process ends here: to look once more through all that Prefect holds would take a second.
    gc.freeze()


if __name__ == "__main__":
    main()
