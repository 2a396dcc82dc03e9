"""Windows refuses to replace a file while another program looks at it: a virus scanner or an index for an instant,
Excel for as long as it is open. Waiting a little tells the one from the other.
"""

import time
from pathlib import Path

_TRIES, _PAUSE_SECONDS = 10, 0.05


def replace_patiently(source: Path, target: Path) -> None:
    """Moves `source` over `target`. Raises PermissionError after half a second."""
    for _ in range(_TRIES):
        try:
            source.replace(target)
            return
        except PermissionError:
            time.sleep(_PAUSE_SECONDS)
    source.replace(target)
