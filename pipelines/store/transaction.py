"""One transaction of the warehouse: all of it, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """What is done in a `with` is kept when it ends, and undone where it raises."""
    connection.begin()
    try:
        yield connection
        connection.commit()
    except BaseException:
        # After an interrupt the transaction may be gone already; the first error is the one to show.
        with suppress(duckdb.Error):
            connection.rollback()
        raise
