"""One campaign through all its rounds, on files as people exchange them: the drafts, the annex and the audit agree."""

import random
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.store.ledger import load_ledger
from tests.acceptance.office import SAMPLE, Command, Office, office_with_sample, read_sheet
from tests.operations.appraising import Desk, saved_by_libreoffice, with_appraisals

pytestmark = pytest.mark.usefixtures("in_one_process")

BLOCK, LAM, HONG = "Huyện Nghi Xuân", "Xã Xuân Lam", "Xã Xuân Hồng"
CODES = [f"7.2.{number}" for number in range(1, 7)]
MONTH = "2022-02"


def places(office: Office) -> tuple[str, ...]:
    return "--raw", str(office.raw), "--warehouse", str(office.warehouse)


def do(office: Office, *arguments: str) -> int:
    return main([*arguments, *places(office)])


def desk(office: Office, round_name: str) -> Desk:
    """The sheet of the only district that sent anything."""
    [path] = (office.warehouse / "phieu" / SAMPLE / round_name).glob(f"*{BLOCK}*.xlsx")
    return Desk(path)


def hand_in(office: Office, sheet: Desk, who: str, day: str, libreoffice: bool = False) -> int:
    sheet.book.save(sheet.path)
    if libreoffice and shutil.which("soffice"):
        saved = saved_by_libreoffice(sheet.path, office.raw.parent)
        saved.replace(sheet.path)
    return do(office, "appraise", "import", str(sheet.path), "--by", who, "--date", day, "--strict")


def final(office: Office, day: str) -> int:
    return do(office, "publish", SAMPLE, "--final", "--by", "Lê Thị Giám", "--month", MONTH, "--date", day)


def rows_of(folder: Path) -> dict[str, tuple[Decimal, ...]]:
    """Points, total and rank of each unit in the ranking of a publication."""
    rows = read_sheet(folder / "Xếp hạng toàn tỉnh.xlsx", "Toàn tỉnh")
    return {
        row[1]: tuple(Decimal(str(cell)) for cell in row[2:10])
        for row in rows
        if isinstance(row[0], int) and isinstance(row[2], int | float)
    }


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Everything but the official publication: appraised, explained, appraised again."""
    office = office_with_sample(tmp_path_factory.mktemp("cac-vong"))
    with_appraisals(office.folder)
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace(
        'ranked_round = "huyen_cham"', 'ranked_round = "chinh_thuc"'
    )
    path.write_text(text.replace('"2021-12"', f'"{MONTH}"'), encoding="utf-8")
    office.run()

    # The first appraisal: agreed but for two rows; of one unit a criterion is forgotten.
    assert do(office, "appraise", "export", SAMPLE, "--date", "2022-01-05") == 0
    sheet = desk(office, "tham_dinh_1")
    for unit, code in sheet.rows:
        sheet.fill(unit, code, points="Đồng ý")
    sheet.fill(LAM, "7.2.3", points=0.25, reason="Hồ sơ chưa có quyết định công bố")
    sheet.fill(
        HONG,
        "7.2.4",
        points=1,
        reason="Chưa đủ quy trình",
        number="12/BB-ĐKT",
        date="06/01/2022",
        title="Biên bản",
    )
    sheet.fill(HONG, "7.2.6", points=None)
    assert hand_in(office, sheet, "Nguyễn Thị Hoà", "2022-01-10", libreoffice=True) == 0

    # One point is open still, so nothing may be official; then it is entered.
    assert final(office, "2022-01-12") == 4
    assert do(office, "appraise", "export", SAMPLE, "--date", "2022-01-13") == 0
    sheet = desk(office, "tham_dinh_1").fill(HONG, "7.2.6", points="Đồng ý")
    assert hand_in(office, sheet, "Nguyễn Thị Hoà", "2022-01-20") == 0

    # The round is locked: the same sheet on the next day changes nothing.
    before = (office.folder / "ledger.jsonl").read_bytes()
    sheet.fill(HONG, "7.2.6", points=0.25, reason="Nghĩ lại")
    assert hand_in(office, sheet, "Nguyễn Thị Hoà", "2022-01-21") == 4
    assert (office.folder / "ledger.jsonl").read_bytes() == before

    # One unit explains; the second appraisal takes it half way.
    assert do(office, "appraise", "export", SAMPLE, "--date", "2022-01-24") == 0
    sheet = desk(office, "giai_trinh")
    assert set(sheet.rows) == {(LAM, "7.2.3"), (HONG, "7.2.4")}
    sheet.fill(
        LAM,
        "7.2.3",
        points=0.75,
        reason="Đã công bố ngày 01/06/2021",
        number="31/QĐ-UBND",
        date="01/06/2021",
        title="Quyết định công bố",
    )
    assert hand_in(office, sheet, "UBND huyện Nghi Xuân", "2022-01-25") == 0
    assert do(office, "appraise", "export", SAMPLE, "--date", "2022-02-01") == 0
    sheet = desk(office, "tham_dinh_2")
    assert set(sheet.rows) == {(LAM, "7.2.3")}
    sheet.fill(LAM, "7.2.3", points=0.5, reason="Công bố muộn")
    assert hand_in(office, sheet, "Trần Văn Bình", "2022-02-07") == 0
    return office


@pytest.fixture
def office(walked: Office, tmp_path: Path) -> Office:
    shutil.copytree(walked.raw, tmp_path / "raw")
    shutil.copytree(walked.warehouse, tmp_path / "kho")
    return Office(tmp_path / "raw", tmp_path / "kho")


def test_the_draft_the_official_annex_and_the_audit_agree(office: Office, bangdiem: Command) -> None:
    office.run()
    draft = rows_of(office.published(MONTH))
    assert final(office, "2022-02-08") == 0
    official = rows_of(office.warehouse / "published" / SAMPLE / "chinh-thuc-01")
    assert len(official) == 17 and official == draft
    assert official[LAM][:7] == tuple(map(Decimal, ("0.25", "0.5", "0.5", "1.5", "0.5", "0.25", "3.5")))
    assert official[HONG][3] == 1 and official[HONG][6] == Decimal("3.75")
    code, said, _ = bangdiem("audit", SAMPLE, *places(office))
    assert code == 0 and "mọi điểm trong phụ lục khớp với sổ điểm" in said


def test_the_official_annex_of_an_office_says_that_others_settled_its_points(office: Office) -> None:
    annex = f"Phụ lục IB/Phụ lục IB - {BLOCK}.xlsx"
    office.run()
    draft = [
        row[:9] for row in read_sheet(office.published(MONTH) / annex, "Phụ lục IB") if row[0] in range(1, 18)
    ]
    assert final(office, "2022-02-08") == 0
    rows = read_sheet(office.warehouse / "published" / SAMPLE / "chinh-thuc-01" / annex, "Phụ lục IB")
    # The draft of the final round has its office's annex too, with the same points.
    assert len(draft) == 17 and draft == [row[:9] for row in rows if row[0] in range(1, 18)]
    notes = [str(row[0]) for row in rows if str(row[0]).startswith("Điểm trong bảng là điểm chính thức")]
    assert len(notes) == 1 and "thẩm định lần 2, thẩm định lần 1" in notes[0]


def test_every_act_is_in_the_ledger_with_who_and_why_and_on_what_it_rests(office: Office) -> None:
    assert final(office, "2022-02-08") == 0
    ledger = load_ledger(office.folder / "ledger.jsonl")
    told = [
        (link.entry.round, link.entry.points, link.entry.who, link.entry.reason.split(":")[0])
        for link in ledger.links
        if (link.entry.unit, link.entry.criterion) == ("18400", "7.2.3")
    ]
    assert told == [
        ("huyen_cham", Decimal("0.75"), "UBND huyện Nghi Xuân", ""),
        ("tham_dinh_1", Decimal("0.25"), "Nguyễn Thị Hoà", "Hồ sơ chưa có quyết định công bố"),
        ("giai_trinh", Decimal("0.75"), "UBND huyện Nghi Xuân", "Đã công bố ngày 01/06/2021"),
        ("tham_dinh_2", Decimal("0.5"), "Trần Văn Bình", "Công bố muộn"),
        ("chinh_thuc", Decimal("0.5"), "Lê Thị Giám", "lấy điểm thẩm định lần 2"),
    ]
    assert len(ledger.points("chinh_thuc")) == 17 * len(CODES)
    acts = [
        link.entry
        for link in ledger.links
        if link.entry.round in ("tham_dinh_1", "giai_trinh", "tham_dinh_2")
    ]
    kept = {path.name[:12] for path in (office.folder / "phieu").iterdir()}
    assert {entry.evidence.file_hash[:12] for entry in acts} == kept and len(kept) == 4


def test_one_changed_byte_anywhere_is_found_in_its_line(office: Office, bangdiem: Command) -> None:
    assert final(office, "2022-02-08") == 0
    path = office.folder / "ledger.jsonl"
    whole = path.read_bytes()
    chance = random.Random(3)
    for at in chance.sample(range(len(whole)), 25):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        code, said, _ = bangdiem("audit", SAMPLE, *places(office))
        assert code == 4 and f"Mục {whole[:at].count(10) + 1} không khớp" in said
