"""Arrow without numpy, for which nothing here has a use: with it, Arrow takes twice as long to start."""

from schemas.tables.bystanders import without_bystanders

with without_bystanders():
    import pyarrow as pa

__all__ = ["pa"]
