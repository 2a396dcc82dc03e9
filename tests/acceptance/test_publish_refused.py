"""What an official publication asks for: a name, a day, a final round, a whole ledger."""

import datetime
from pathlib import Path

import pytest

from pipelines.operations.request import OperatorError
from tests.acceptance.appraised import with_rounds
from tests.acceptance.office import (
    SAMPLE,
    Command,
    Office,
    contents,
    office_with_sample,
)

pytestmark = pytest.mark.usefixtures("in_one_process")


@pytest.mark.parametrize(
    ("more", "by", "problem"),
    [
        ("", " ", "Hãy ghi người chịu trách nhiệm công bố"),
        ("closes = 2022-01-31\n", "Hoà", "vòng chính thức đã khóa: chỉ mở đến hết ngày 31/01/2022"),
        ("opens = 2022-02-02\n", "Hoà", "vòng chính thức chưa mở: mở từ ngày 02/02/2022"),
    ],
)
def test_nobody_publishes_without_a_name_or_on_a_day_that_is_locked(
    tmp_path: Path, more: str, by: str, problem: str
) -> None:
    office = office_with_sample(tmp_path)
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace(
        'takes = ["huyen_cham"]\n', f'takes = ["huyen_cham"]\n{more}'
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OperatorError, match=problem):
        office.publish(by=by)
    assert not office.warehouse.exists()


def test_nobody_publishes_on_a_day_to_come(tmp_path: Path) -> None:
    office = office_with_sample(tmp_path)
    with pytest.raises(OperatorError, match="Ngày 01/02/2199 chưa đến"):
        office.publish(datetime.date(2199, 2, 1))
    assert not office.warehouse.exists()


@pytest.mark.parametrize("keep", [0, 100])
def test_nothing_goes_on_with_a_ledger_that_has_lost_what_was_published(
    copied: Office, bangdiem: Command, keep: int
) -> None:
    path = copied.folder / "ledger.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:keep]))
    before = contents(copied.raw.parent)
    with_rounds(copied)
    for command in (
        ("publish", SAMPLE, "--final", "--by", "Hoà", "--date", "2022-02-02"),
        ("appraise", "export", SAMPLE, "--date", "2022-01-10"),
        ("run", SAMPLE, "--direct", "--no-charts"),
    ):
        code, _, complaint = bangdiem(*command, *copied.places)
        assert code == 2 and f"dòng {keep + 1}: không khớp: sổ chỉ còn {keep} mục" in complaint
        assert "Khôi phục sổ từ bản sao lưu" in complaint
    unchanged = contents(copied.raw.parent)
    assert {name for name in before if before[name] != unchanged[name]} <= {f"raw/{SAMPLE}/campaign.toml"}


@pytest.mark.parametrize(
    "command", [("run", "--direct", "--no-charts"), ("audit",), ("audit", "--set-aside")]
)
def test_a_folder_in_the_ledgers_place_is_told_in_one_line(
    tmp_path: Path, bangdiem: Command, command: tuple[str, ...]
) -> None:
    office = office_with_sample(tmp_path)
    (office.folder / "ledger.jsonl").mkdir()
    code, _, complaint = bangdiem(command[0], SAMPLE, *command[1:], *office.places)
    assert code == 2 and "\n" not in complaint and "ledger.jsonl”: ở đó là một thư mục" in complaint


def test_a_campaign_that_does_not_say_what_is_official_is_told_so(tmp_path: Path, bangdiem: Command) -> None:
    office = office_with_sample(tmp_path)
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace(
        'round = "chinh_thuc"\ntakes = ["huyen_cham"]', 'round = "giai_trinh"'
    )
    path.write_text(text, encoding="utf-8")
    code, _, complaint = bangdiem("publish", SAMPLE, "--final", "--by", "Hoà", *office.places)
    assert code == 2 and "thêm mục [[round]] “chinh_thuc” với “takes” vào campaign.toml" in complaint


@pytest.mark.parametrize("more", [("--by", "Hoà"), ("--date", "2022-02-01")])
def test_nobody_names_himself_or_a_day_for_a_draft(
    tmp_path: Path, bangdiem: Command, more: tuple[str, ...]
) -> None:
    office = office_with_sample(tmp_path)
    code, _, complaint = bangdiem("publish", SAMPLE, *more, *office.places)
    assert (code, complaint.count("\n")) == (2, 0) and "--final" in complaint
    assert not (office.warehouse / "published").exists()
