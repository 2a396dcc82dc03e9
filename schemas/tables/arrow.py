"""Arrow, imported in one place: without numpy where the process has asked for that, with which it starts in half the
time."""

from schemas.tables.bystanders import without_bystanders

with without_bystanders():
    import pyarrow as pa

__all__ = ["pa"]
