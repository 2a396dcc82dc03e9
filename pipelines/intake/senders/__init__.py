"""Who sent a table, and what says that it is of another unit or round."""
