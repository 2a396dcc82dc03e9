"""Units whose points were official and of which nothing came any more: told with the way out, and decided on sheets."""

import datetime

import pytest

from pipelines.operations.appraisal.export import export_sheets
from pipelines.operations.official.audit import audit
from pipelines.store.ledger import Entry
from tests.acceptance.appraised import DAY
from tests.acceptance.office import RANKING, SAMPLE, SAMPLE_FILE, Office, read_sheet

pytestmark = pytest.mark.usefixtures("in_one_process")


def declare(office: Office, closes: str = "") -> None:
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    if "tham_dinh_1" not in text:
        text = text.replace('takes = ["huyen_cham"]', 'takes = ["tham_dinh_1", "huyen_cham"]')
        text += '\n[[round]]\nround = "tham_dinh_1"\n'
    path.write_text(text + closes, encoding="utf-8")


def withdrawn(office: Office) -> str:
    """What a publication says of the only report once it has left the inbox."""
    refused = office.publish()
    assert len(refused.lacking) == 17
    assert {line.rpartition(": ")[2] for line in refused.lacking} == {
        "đã công bố chính thức, nay không còn điểm nào"
    }
    [note] = [note for note in refused.notes if note.startswith("17 đơn vị đã công bố chính thức")]
    return note


def test_a_withdrawn_report_is_told_once_with_what_to_do(copied: Office) -> None:
    assert copied.publish().number == 1
    (copied.inbox / SAMPLE_FILE).unlink()
    assert "khai vòng tham_dinh_1 trong campaign.toml" in withdrawn(copied)
    declare(copied)
    assert f"thì xuất phiếu (bangdiem appraise export {SAMPLE} --round tham_dinh_1)" in withdrawn(copied)
    declare(copied, "closes = 2022-01-20\n")
    assert "sửa ngày của vòng tham_dinh_1 trong campaign.toml" in withdrawn(copied)


def test_what_becomes_of_withdrawn_points_is_decided_on_a_sheet_and_published(copied: Office) -> None:
    copied.publish()
    (copied.inbox / SAMPLE_FILE).unlink()
    declare(copied)
    withdrawn(copied)
    exported = export_sheets(copied.raw, copied.warehouse, SAMPLE, None, DAY)
    assert [(one.block, one.row_count) for one in exported.sheets] == [("Huyện Nghi Xuân", 102)]
    copied.ledger().append(
        [
            Entry(
                "not_applicable", "tham_dinh_1", unit, "ha-tinh/3396-qd-ubnd-2021", "III", criterion, None,
                "Trần Văn Bình", datetime.date(2022, 2, 1), "huyện đã rút báo cáo",
            )
            for unit, criterion in copied.ledger().points("chinh_thuc")
        ]
    )  # fmt: skip
    done = copied.publish()
    assert done.number == 2 and not done.lacking
    rows = read_sheet(done.folder / RANKING, "Toàn tỉnh")
    [row] = [row for row in rows if row[1] == "Xã Xuân Lam"]
    assert row[2:] == (*["KAD"] * 6, "…", "–", "Không tiêu chí nào áp dụng cho đơn vị")
    assert audit(SAMPLE, copied.raw, copied.warehouse, [], set_aside=False).faults == ()
