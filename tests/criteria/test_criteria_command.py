"""`bangdiem criteria`, as typed: exit codes, sentences, faults with their place."""

import subprocess
import sys
from pathlib import Path

from pipelines.cli import build_parser
from pipelines.operations.criteria.check import decision_folders
from tests.criteria.tables import BANDS, write

COMMAND = "import sys; from pipelines.cli import main; sys.exit(main())"
ROOT = Path(__file__).parents[2]


def bangdiem(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *words], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60
    )


def test_check_reads_the_rules_out_and_ends_with_0(tmp_path: Path) -> None:
    done = bangdiem("criteria", "check", str(write(tmp_path / "a" / "b")))
    assert done.returncode == 0 and done.stdout.endswith("Không có lỗi.\n")
    assert "A2. Văn bản. Số văn bản chỉ đạo đã ban hành: từ 0 đến dưới 1 văn bản được 0 điểm" in done.stdout


def test_check_names_every_fault_and_ends_with_2(tmp_path: Path) -> None:
    bands = BANDS.replace("I;A2;;1;3;0,5", "I;A2;;1;4;0,5").replace("I;A7;;0;80;0", "I;A7;;5;80;0")
    done = bangdiem("criteria", "check", str(write(tmp_path / "a" / "b", bands=bands)))
    assert done.returncode == 2
    assert "bands.csv, dòng 4, cột from: khoảng từ 3 chồng lên khoảng từ 1 đến dưới 4" in done.stdout
    assert "bands.csv, dòng 11, cột from: giá trị từ 0 đến dưới 5 không thuộc mức nào" in done.stdout
    assert done.stdout.endswith("Có 2 lỗi; chưa dùng được để chấm điểm.\n")


def test_a_folder_without_a_decision_is_refused(tmp_path: Path) -> None:
    done = bangdiem("criteria", "check", str(tmp_path))
    assert done.returncode == 2 and "không có quyết định nào" in done.stderr


def test_what_a_killed_import_has_left_is_no_second_decision(tmp_path: Path) -> None:
    folder = write(tmp_path / "thu-nghiem" / "12-qd-ubnd")
    write(folder.with_name(f"~cu-{folder.name}"))
    assert decision_folders(tmp_path) == [folder]


def test_show_and_import_go_round_and_refuse_with_2(tmp_path: Path) -> None:
    folder, out = write(tmp_path / "a" / "b"), tmp_path / "x.xlsx"
    assert bangdiem("criteria", "show", str(folder), "-o", str(out)).returncode == 0
    done = bangdiem("criteria", "import", str(out), "--folder", str(folder))
    assert done.returncode == 0 and done.stdout.startswith("Không có gì thay đổi")
    assert bangdiem("criteria", "import", str(folder / "bands.csv"), "--folder", str(folder)).returncode == 2
    unknown = bangdiem("criteria", "show", "khong-co", "-o", str(out))
    assert unknown.returncode == 2 and "các quyết định hiện có: " in unknown.stderr


def test_the_command_explains_itself_in_vietnamese() -> None:
    parsed = build_parser().parse_args(["criteria", "check"])
    assert parsed.folder is None
    text = bangdiem("criteria", "--help").stdout
    assert all(word in text for word in ("soát lỗi", "xuất bảng điểm", "nhập bảng điểm"))
