"""Proves the ledger: its chain, the heads that publications and paper bear, and what final annexes say against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.operations.ledger.late_entries import late_entries
from pipelines.operations.ledger.seen_heads import PUBLISHED, SeenHead, first_misfit, heads_of_publications
from pipelines.operations.official.annex_proof import changed_files, different_points
from pipelines.operations.official.publications import final_folder, publications
from pipelines.operations.request import OperatorError, campaign_folder
from pipelines.store.ledger import LEDGER, Head, Ledger, LedgerBroken, Link, load_ledger, set_unfinished_aside
from schemas.campaigns.campaign import Campaign, load_campaign
from schemas.declaration import DeclarationError


@dataclass(frozen=True, slots=True)
class Audited:
    """What was proved, what does not fit, and what is as recorded but should be known; each a Vietnamese line. The
    first fault names the first such entry."""

    head: Head | None
    proved: tuple[str, ...]
    faults: tuple[str, ...]
    remarks: tuple[str, ...] = ()


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
    seen = [*heads_of_publications(warehouse / PUBLISHED / campaign.id)]
    seen += [SeenHead(number, digits, "bản in") for number, digits in heads]
    misfit = first_misfit(ledger, seen)
    faults = [] if misfit is None else [f"{misfit}."]
    if seen and not faults:
        proved.append(f"{len(seen)} mã đã in hoặc đã công bố khớp với sổ điểm.")
    for number, link in enumerate(publications(ledger.links), start=1):
        found = _misfits(campaign, final_folder(warehouse, campaign.id, number), ledger, number, link)
        faults += found
        if not found:
            proved.append(
                f"Công bố lần {number}: các tệp còn nguyên, mọi điểm trong phụ lục khớp với sổ điểm."
            )
    remarks = late_entries(campaign, ledger.links)
    return Audited(ledger.head, tuple(proved), tuple(faults), tuple(remarks))


def _misfits(campaign: Campaign, place: Path, ledger: Ledger, number: int, link: Link) -> list[str]:
    """What in the folder of the publication `number` does not fit `link`, its entry, and those before it."""
    if not place.is_dir():
        # Nothing is wrong with the ledger, and nothing is proved of what was signed.
        return [
            f"chưa đối chiếu được công bố lần {number} (mục {link.number} của sổ điểm): không thấy thư mục "
            f"{place}; chép lại từ bản sao lưu rồi chạy lại"
        ]
    changed = changed_files(place, link)
    found = [one.told for one in changed]
    # An edited annex can still be read, and what it says now is told beside.
    if all(one.kind == "edited" for one in changed):
        try:
            found += different_points(campaign, place, ledger.links[: link.number - 1])
        except (OperatorError, DeclarationError) as unreadable:
            found.append(f"{place.name}: {unreadable}")
    return found
