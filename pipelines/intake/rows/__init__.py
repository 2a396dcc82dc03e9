"""Rows of a table to facts, one value each, with what must be asked."""
