"""The first of many things in one Vietnamese line, and how many more there are."""

from collections.abc import Sequence


def few_of_many(told: Sequence[str], what: str, most: int = 5) -> str:
    """Such as "a; b; c và 4 điểm nữa", where `what` is "điểm"; all of them where there are no more than `most`."""
    more = len(told) - most
    return "; ".join(told[:most]) + (f" và {more} {what} nữa" if more > 0 else "")


def few_files(paths: Sequence[str]) -> str:
    """The first three of many files; their count stands in the sentence already."""
    return "; ".join(paths[:3]) + ("; …" if len(paths) > 3 else "")
