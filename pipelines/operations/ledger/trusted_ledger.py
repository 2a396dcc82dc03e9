"""The ledger for whoever builds on it: whole in itself, and with every entry that a publication has seen."""

from pathlib import Path

from pipelines.operations.ledger.copied_ledger import copied_from
from pipelines.operations.ledger.seen_heads import PUBLISHED, first_misfit, heads_of_publications
from pipelines.store.ledger import LEDGER, Ledger, LedgerBroken, load_ledger


def trusted_ledger(campaign: Path, warehouse: Path) -> Ledger:
    """The ledger in a campaign's folder, held against the campaign's publications in the warehouse.

    A ledger that was emptied, cut short or made again holds together in itself. To go on with it would write over the
    manifests that still know better. Nor is one used that came along when an earlier campaign's folder was copied.
    Raises LedgerBroken.
    """
    ledger = load_ledger(campaign / LEDGER)
    if (earlier := copied_from(campaign, ledger)) is not None:
        raise LedgerBroken(
            ledger.path,
            1,
            f"đây là sổ điểm của đợt {earlier}, được chép theo thư mục của đợt ấy; điểm trong đó không phải điểm của "
            f"đợt {campaign.name}. Chuyển tệp này, và thư mục phieu nếu có, ra khỏi {campaign} rồi chạy lại",
        )
    published = warehouse / PUBLISHED / campaign.name
    misfit = first_misfit(ledger, heads_of_publications(published))
    if misfit is not None:
        raise LedgerBroken(
            ledger.path,
            misfit.number,
            f"{misfit.problem}. Khôi phục sổ từ bản sao lưu mới nhất; nếu không còn bản nào mới hơn thì chuyển thư mục "
            f"{published} đi nơi khác rồi chạy lại",
        )
    return ledger
