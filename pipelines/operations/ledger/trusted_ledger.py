"""The ledger for whoever builds on it: whole in itself, and with every entry that a publication has seen."""

from pathlib import Path

from pipelines.operations.ledger.seen_heads import PUBLISHED, first_misfit, heads_of_publications
from pipelines.store.ledger import LEDGER, Ledger, LedgerBroken, load_ledger


def trusted_ledger(campaign: Path, warehouse: Path) -> Ledger:
    """The ledger in a campaign's folder, held against the campaign's publications in the warehouse.

    A ledger that was emptied, cut short or made again holds together in itself. To go on with it would write over the
    manifests that still know better. Raises LedgerBroken.
    """
    ledger = load_ledger(campaign / LEDGER)
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
