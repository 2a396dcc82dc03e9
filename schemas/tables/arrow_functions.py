"""Arrow's functions over whole columns, which take as long to start as all the rest of it."""

from schemas.tables.bystanders import without_bystanders

with without_bystanders():
    import pyarrow.compute as pc

__all__ = ["pc"]
