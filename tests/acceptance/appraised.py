"""The sample with a round of appraisal before its points become official, and acts of that round."""

import datetime
from decimal import Decimal

from pipelines.store.ledger import Entry
from tests.acceptance.office import XUAN_LAM, Office

DAY = datetime.date(2022, 2, 1)


def with_rounds(office: Office, more: str = "") -> None:
    """The sample as if the department had appraised in January 2022."""
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('takes = ["huyen_cham"]', 'takes = ["tham_dinh_1", "huyen_cham"]')
    path.write_text(
        text + '\n[[round]]\nround = "tham_dinh_1"\ncloses = 2022-01-20\n' + more, encoding="utf-8"
    )


def appraise(office: Office, criterion: str, points: str | None = None, **more: object) -> None:
    """An act of appraisal on the first commune of the sample."""
    told: dict[str, object] = {
        "kind": "points", "round": "tham_dinh_1", "unit": XUAN_LAM, "decision": "ha-tinh/3396-qd-ubnd-2021",
        "annex": "III", "criterion": criterion, "points": None if points is None else Decimal(points),
        "who": "Trần Văn Bình", "on": datetime.date(2022, 1, 15), "reason": "đã xem hồ sơ",
    }  # fmt: skip
    office.ledger().append([Entry(**(told | more))])  # type: ignore[arg-type]


def publications_of(office: Office) -> int:
    """How many publications the ledger records."""
    return sum(link.entry.kind == "publication" for link in office.ledger().links)
