"""Starts and ends the process that serves Prefect's API and its page; imports nothing of Prefect."""

import atexit
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.flows.quiet import quiet_environment
from pipelines.flows.server import answers
from pipelines.settings import SERVER_HOST

_START_LIMIT_SECONDS = 180.0  # its first start makes the database: 12 s on two cores, longer on an old disk

if sys.platform == "win32":
    _OWN_GROUP: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _OWN_GROUP: dict[str, Any] = {"start_new_session": True}


class PageFailed(Exception):
    """The page did not start; `str()` is one Vietnamese line."""

    def __init__(self, log: Path) -> None:
        super().__init__(f"Không mở được trang theo dõi. Chi tiết ghi ở: {log}")


class PageProcess:
    """The process, from the moment this is made; it ends with `close`, or when the process that made it dies.

    `url` is its address. A page that is not `temporary` shows itself in a browser, too.
    """

    def __init__(
        self, port: int, warehouse: Path, environment: Mapping[str, str], temporary: bool = False
    ) -> None:
        self.url = f"http://{SERVER_HOST}:{port}"
        self._log = warehouse / "logs" / "prefect-server.log"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        kind = ["temporary"] if temporary else []
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.flows.page", str(port), *kind],
                # What the server complains of belongs in its log, whatever this process keeps off the terminal. On
                # Windows it would write in the code page, in which a path with Vietnamese letters can't be written.
                env={**environment, "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO", "PYTHONUTF8": "1"},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                # Its own group: Ctrl+C is for this process, which then closes the page in its turn.
                **_OWN_GROUP,
            )

    def wait(self) -> None:
        """Wait until it answers. Raises PageFailed."""
        limit = time.monotonic() + _START_LIMIT_SECONDS
        while not answers(self.url):
            if self._process.poll() is not None or time.monotonic() > limit:
                raise PageFailed(self._log)
            time.sleep(0.05)

    def close(self) -> None:
        """End it, once it has written down what it was told."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def temporary_page(warehouse: Path) -> PageProcess:
    """A page for this process alone, on a port that is free. It starts while its starter goes on: `wait` before it is
    used. Call it before Prefect is imported: what Prefect still has to say when the process ends is said before the
    page closes."""
    (warehouse / "prefect").mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind((SERVER_HOST, 0))
        port = probe.getsockname()[1]
    page = PageProcess(port, warehouse, quiet_environment(warehouse, None), temporary=True)
    atexit.register(page.close)
    return page
