"""Keeps libraries from importing what they only want to ask about, and nothing here uses.

DuckDB, Arrow and pandera import pandas at the first value they are given, to see whether it is one of pandas' own;
pandera imports hypothesis where the tests' packages are installed. Of each Arrow table DuckDB asks whether it is one
of Arrow's data sets, which need all of Arrow's functions. Together they take 0.65 s, as long as all the work after one
changed file.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec

BYSTANDERS = frozenset(("pandas", "hypothesis", "pyarrow.dataset"))


class _Absent:
    """A finder that answers for bystanders alone: they are not there."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> ModuleSpec | None:
        """Raises ModuleNotFoundError for a bystander; knows nothing of other modules."""
        if name in BYSTANDERS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


@contextmanager
def without_bystanders() -> Iterator[None]:
    """For the length of a `with`, no bystander is imported anew; one that is imported already stays."""
    absent = _Absent()
    sys.meta_path.insert(0, absent)
    try:
        yield
    finally:
        sys.meta_path.remove(absent)
