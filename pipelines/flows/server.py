"""Where the server of `bangdiem serve` is: noted in the warehouse, trusted only if it answers."""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

_NOTE = Path("prefect") / "server.json"
_PATIENCE_SECONDS = 1.0


def answers(url: str) -> bool:
    """Whether a Prefect server answers at `url` within a second."""
    import http.client  # most runs find no server noted, and need not wait for this

    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE_SECONDS)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().read() == b"true"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def note_server(warehouse: Path, url: str) -> None:
    """Notes the address and the process that serves it."""
    path = warehouse / _NOTE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"pid": os.getpid(), "url": url}), encoding="utf-8", newline="\n")


def forget_server(warehouse: Path) -> None:
    """Takes the note away."""
    (warehouse / _NOTE).unlink(missing_ok=True)


def running_server(warehouse: Path) -> str | None:
    """The address of the server that `bangdiem serve` runs for this warehouse, None when there is none."""
    try:
        url = str(json.loads((warehouse / _NOTE).read_text(encoding="utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if answers(url) else None
