"""Heads of the ledger as they stand outside it, in manifests and on paper, and the first that it does not bear out."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipelines.operations.manifest import MANIFEST, read_manifest
from pipelines.store.ledger import LEDGER, NO_HASH, Head, Ledger

PUBLISHED = "published"


class SeenHead(NamedTuple):
    """A head as it stands somewhere outside the ledger; `hash` may be its first digits only."""

    number: int
    hash: str
    where: str


def holds(ledger: Ledger, head: str) -> bool:
    """Whether the ledger has the entry that a text such as "109:3f9a…" names; "0:000…" is the head of an empty one."""
    number, _, digits = head.partition(":")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < len(NO_HASH) else -1
    if at == 0:
        return digits == NO_HASH
    return 0 < at <= len(ledger.links) and ledger.links[at - 1].hash == digits


class Misfit(NamedTuple):
    """The first entry, by its number, that is not the one somebody saw; `str()` is a Vietnamese sentence, unended."""

    number: int
    problem: str

    def __str__(self) -> str:
        return f"Mục {self.number} {self.problem}"


def heads_of_publications(folder: Path) -> Iterator[SeenHead]:
    """The heads in the manifests of a campaign's publications, drafts among them; an empty ledger has none."""
    for path in sorted(folder.glob(f"*/{MANIFEST}")):
        match read_manifest(path).get("ledger"):
            case {"number": int(number), "hash": str(digits)} if number > 0:
                yield SeenHead(number, digits, f"{path.parent.name}/{MANIFEST}")


def first_misfit(ledger: Ledger, seen: Iterable[SeenHead]) -> Misfit | None:
    """The first entry that is not the one somebody saw; whatever fits before it bounds where it was rewritten."""
    fits = 0
    for one in sorted(seen):
        if one.number > len(ledger.links):
            return Misfit(
                len(ledger.links) + 1,
                f"không khớp: sổ chỉ còn {len(ledger.links)} mục, mà {one.where} ghi mục {one.number}; "
                "các mục sau đã bị bỏ",
            )
        link = ledger.links[one.number - 1]
        if not link.hash.startswith(one.hash):
            span = f"mục {fits + 1} đến {one.number}" if fits + 1 < one.number else f"mục {one.number}"
            return Misfit(
                one.number,
                f"(dòng {one.number} của {LEDGER}) không khớp: {one.where} ghi mã "
                f"{Head(one.number, one.hash).short}, sổ ghi {Head(link.number, link.hash).short}. "
                f"Sổ đã bị viết lại trong khoảng {span}",
            )
        fits = one.number
    return None
