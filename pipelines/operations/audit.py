"""Proves the ledger: its chain, the heads that publications and paper bear, and what final annexes say against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipelines.operations.annex_proof import changed_files, different_points
from pipelines.operations.manifest import MANIFEST, read_manifest
from pipelines.operations.publish import PUBLISHED, final_folder, publications
from pipelines.operations.request import OperatorError, campaign_folder
from pipelines.store.ledger import LEDGER, Head, Ledger, LedgerBroken, load_ledger, set_unfinished_aside
from schemas.campaigns.campaign import load_campaign


@dataclass(frozen=True, slots=True)
class Audited:
    """What was proved and what does not fit, each a Vietnamese line; the first fault names the first such entry."""

    head: Head | None
    proved: tuple[str, ...]
    faults: tuple[str, ...]


class _Seen(NamedTuple):
    """A head as it stands somewhere outside the ledger; `hash` may be its first digits only."""

    number: int
    hash: str
    where: str


def audit(
    campaign_id: str, raw: Path, warehouse: Path, heads: Sequence[tuple[int, str]], set_aside: bool
) -> Audited:
    """Proves the ledger of a campaign against its publications and `heads`, (number, first digits) as on paper.

    With `set_aside` a last line that was cut off while written is put aside first. Raises OperatorError,
    DeclarationError, LedgerBusy.
    """
    folder = campaign_folder(raw, campaign_id)
    campaign = load_campaign(folder)
    path = folder / LEDGER
    proved: list[str] = []
    try:
        if set_aside and (done := set_unfinished_aside(path)):
            proved.append(done)
        ledger = load_ledger(path)
    except LedgerBroken as broken:
        return Audited(None, tuple(proved), (f"Mục {broken.line} không khớp: {broken}.",))
    proved.append(
        f"Chuỗi {len(ledger.links)} mục nguyên vẹn, mục cuối {ledger.head.short}."
        if ledger.links
        else "Đợt chưa có mục nào trong sổ điểm."
    )
    seen = [*_heads_of_publications(warehouse / PUBLISHED / campaign_id)]
    seen += [_Seen(number, digits, "bản in") for number, digits in heads]
    faults = _first_misfit(ledger, seen)
    if seen and not faults:
        proved.append(f"{len(seen)} mã đã in hoặc đã công bố khớp với sổ điểm.")
    for number, link in enumerate(publications(ledger.links), start=1):
        place = final_folder(warehouse, campaign_id, number)
        if not place.is_dir():
            proved.append(f"Chưa đối chiếu được công bố lần {number}: không thấy thư mục {place.name}.")
            continue
        found = changed_files(place, link)
        if not any(MANIFEST in fault or "không còn ở đó" in fault for fault in found):
            try:
                found += different_points(campaign, place, ledger.links[: link.number - 1])
            except OperatorError as unreadable:
                found.append(str(unreadable))
        faults += found
        if not found:
            proved.append(
                f"Công bố lần {number}: các tệp còn nguyên, mọi điểm trong phụ lục khớp với sổ điểm."
            )
    return Audited(ledger.head, tuple(proved), tuple(faults))


def _heads_of_publications(folder: Path) -> Iterator[_Seen]:
    for path in sorted(folder.glob(f"*/{MANIFEST}")):
        match read_manifest(path).get("ledger"):
            case {"number": int(number), "hash": str(digits)} if number > 0:
                yield _Seen(number, digits, f"{path.parent.name}/{MANIFEST}")


def _first_misfit(ledger: Ledger, seen: Sequence[_Seen]) -> list[str]:
    """The first entry that is not the one somebody saw; whatever fits before it bounds where it was rewritten."""
    fits = 0
    for one in sorted(seen):
        if one.number > len(ledger.links):
            return [
                f"Mục {len(ledger.links) + 1} không khớp: sổ chỉ còn {len(ledger.links)} mục, mà {one.where} ghi "
                f"mục {one.number}; các mục sau đã bị bỏ."
            ]
        link = ledger.links[one.number - 1]
        if not link.hash.startswith(one.hash):
            span = f"mục {fits + 1} đến {one.number}" if fits + 1 < one.number else f"mục {one.number}"
            return [
                f"Mục {one.number} (dòng {one.number} của {LEDGER}) không khớp: {one.where} ghi mã "
                f"{Head(one.number, one.hash).short}, sổ ghi {Head(link.number, link.hash).short}. "
                f"Sổ đã bị viết lại trong khoảng {span}."
            ]
        fits = one.number
    return []
