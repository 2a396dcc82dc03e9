"""Keeps libraries from importing what they only want to ask about, and nothing here uses.

DuckDB, Arrow and pandera import pandas at the first value they are given, to see whether it is one of pandas' own;
pandera imports hypothesis where the tests' packages are installed. Of each Arrow table DuckDB asks whether it is one
of Arrow's data sets, which need all of Arrow's functions. Together they take 0.65 s, as long as all the work after one
changed file. Arrow and pandera look whether numpy is there, which takes another 0.06 s of each process.
"""

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec

BYSTANDERS = frozenset(("cloudpickle", "hypothesis", "pandas", "pyarrow.dataset"))


class _Absent(threading.local):
    """A finder that says of bystanders, to a thread that does without them, that they are not there."""

    withouts = 0

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> ModuleSpec | None:
        """Raises ModuleNotFoundError for a bystander; knows nothing of other modules."""
        if self.withouts and name in BYSTANDERS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


# For good: a thread that looks through the finders must not miss one because another thread takes this away.
_ABSENT = _Absent()
sys.meta_path.insert(0, _ABSENT)


@contextmanager
def without_bystanders() -> Iterator[None]:
    """For the length of a `with`, this thread imports no bystander anew; one that is imported already stays."""
    _ABSENT.withouts += 1
    try:
        yield
    finally:
        _ABSENT.withouts -= 1


def leave_numpy_out() -> None:
    """Make numpy a bystander of this process, for good; to be called before Arrow is imported.

    For processes of the program alone: pandas cannot hold text where Arrow was imported without numpy, and a notebook
    must be able to.
    """
    global BYSTANDERS
    BYSTANDERS |= {"numpy"}
