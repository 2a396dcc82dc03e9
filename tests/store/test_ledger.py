"""The ledger only grows, and whatever was changed in it afterwards is found where it was changed."""

import datetime
import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.store.chain import points_text
from pipelines.store.ledger import (
    Entry,
    Evidence,
    LedgerBroken,
    LedgerBusy,
    load_ledger,
    set_unfinished_aside,
)
from pipelines.store.lock import WriterLock
from tests.store.ledgers import DAY, entry, ledger_of

ROOT = Path(__file__).parents[2]
words = st.text(st.characters(codec="utf-8"), max_size=12)
days = st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 1, 1))
points = st.none() | st.decimals(-9, 99, places=2)
evidence = st.builds(Evidence, words, words, words, words, words, words)
anything = st.builds(
    Entry,
    kind=st.sampled_from(["points", "explanation", "not_applicable", "waiver", "publication"]),
    round=words, unit=words, decision=words, annex=words, criterion=words, points=points, who=words, on=days,
    reason=words, evidence=evidence, until=st.none() | days, values=st.dictionaries(words, words, max_size=3),
    written=st.none() | days,
)  # fmt: skip
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def broken(path: Path) -> LedgerBroken:
    with pytest.raises(LedgerBroken) as caught:
        load_ledger(path)
    assert caught.value.path == path
    return caught.value


@few
@given(entries=st.lists(anything, max_size=4))
def test_what_was_written_is_read_back(tmp_path: Path, entries: list[Entry]) -> None:
    path = tmp_path / "ledger.jsonl"
    path.unlink(missing_ok=True)
    written = ledger_of(path, *entries)
    read = load_ledger(path)
    assert list(read.links) == list(written.links) and read.head == written.head
    assert [link.number for link in read.links] == list(range(1, len(read.links) + 1))


@pytest.mark.parametrize(
    ("points", "text"),
    [("0.50", "0.5"), ("10", "10"), ("1E+1", "10"), ("-0.25", "-0.25"), ("0.00", "0"), ("-0.0", "0")],
)
def test_equal_points_have_one_text(points: str, text: str) -> None:
    assert points_text(Decimal(points)) == text


@pytest.mark.parametrize("wrong", [entry(kind="gift"), entry(points="NaN"), entry(points="Infinity")])
def test_a_line_with_the_right_hash_is_refused_where_it_is_no_entry(path: Path, wrong: Entry) -> None:
    ledger_of(path, entry(), wrong)
    assert broken(path).line == 2 and "mục không đúng mẫu" in broken(path).problem


@few
@given(st.data())
def test_any_changed_byte_is_found_and_its_line_is_named(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "ledger.jsonl"
    path.unlink(missing_ok=True)
    ledger_of(path, *(entry(unit) for unit in "1234"), entry("5", None, kind="waiver", until=DAY))
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != whole[at]))
    path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    assert broken(path).line == whole[:at].count(b"\n") + 1


def test_every_single_bit_of_the_first_two_lines_is_guarded(path: Path) -> None:
    ledger_of(path, entry("1"), entry("2"))
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert broken(path).line == whole[:at].count(b"\n") + 1


@pytest.mark.parametrize(
    ("order", "line", "what"),
    [
        ((1, 2, 3), 1, "mục mang số 2, đúng ra là 1"),
        ((0, 2, 3), 2, "mục mang số 3, đúng ra là 2"),
        ((0, 2, 1, 3), 2, "mục mang số 3, đúng ra là 2"),
        ((0, 1, 1, 2, 3), 3, "mục mang số 2, đúng ra là 3"),
    ],
)
def test_a_line_taken_out_put_in_or_moved_is_found(
    path: Path, order: tuple[int, ...], line: int, what: str
) -> None:
    ledger_of(path, *(entry(unit) for unit in "1234"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[one] for one in order))
    error = broken(path)
    assert error.line == line and what in error.problem


def test_a_line_of_another_ledger_does_not_fit(path: Path, tmp_path: Path) -> None:
    ledger_of(path, entry("1"), entry("2"))
    ledger_of(tmp_path / "other.jsonl", entry("1", "0.5"), entry("2"))
    first = path.read_bytes().splitlines(keepends=True)[0]
    second = (tmp_path / "other.jsonl").read_bytes().splitlines(keepends=True)[1]
    path.write_bytes(first + second)
    error = broken(path)
    assert error.line == 2 and "không nối với mục trước" in error.problem
    assert "lấy lại bản sao lưu" in error.problem


@few
@given(batches=st.lists(st.lists(anything, max_size=3), max_size=4))
def test_appending_only_grows_the_file(tmp_path: Path, batches: list[list[Entry]]) -> None:
    path = tmp_path / "ledger.jsonl"
    path.unlink(missing_ok=True)
    before, ledger = b"", load_ledger(path)
    for batch in batches:
        head = ledger.append(batch)
        now = path.read_bytes() if path.exists() else b""
        assert now.startswith(before) and load_ledger(path).head == head
        before = now


def test_lines_are_plain_json_with_points_as_text(path: Path) -> None:
    ledger_of(path, entry("1", "0.50"))
    [line] = path.read_bytes().splitlines()
    told = json.loads(line)
    assert told["entry"]["points"] == "0.5" and told["entry"]["who"] == "Nguyễn Thị Hoà"
    assert "until" not in told["entry"] and "values" not in told["entry"]
    assert (told["number"], told["previous"]) == (1, "0" * 64)


def test_what_stands_already_is_not_written_again(path: Path) -> None:
    ledger = ledger_of(
        path, entry(), entry(points="0.750", who="Trần Văn Bình"), entry(on=DAY.replace(day=20))
    )
    assert len(ledger.links) == 1
    ledger.append([entry(points="0.5"), entry()])
    assert [link.entry.points for link in ledger.links] == [Decimal("0.75"), Decimal("0.5"), Decimal("0.75")]
    ledger.append([entry(reason="khác"), entry(reason="khác")])
    assert len(load_ledger(path).links) == 4


@pytest.mark.parametrize(
    "other",
    [
        {"points": Decimal("0.5")},
        {"reason": "đã xem lại"},
        {"evidence": Evidence("32/QĐ-UBND")},
        {"until": datetime.date(2022, 3, 31)},
        {"annex": "II"},
        {"decision": "3397/QĐ-UBND"},
        {"kind": "waiver"},
    ],
    ids=str,
)
def test_whatever_differs_from_what_stands_is_written(path: Path, other: dict[str, object]) -> None:
    ledger = ledger_of(path, entry())
    ledger.append([replace(entry(), **other)])  # type: ignore[arg-type]
    assert len(load_ledger(path).links) == 2


def test_the_last_entry_of_each_unit_and_criterion_stands_in_its_round(path: Path) -> None:
    waiver = entry("1", None, kind="waiver", until=DAY, reason="đơn vị sáp nhập")
    ledger = ledger_of(path, entry("1"), entry("2"), waiver, entry("2", "0.5", round="tham_dinh_2"))
    why = entry("2", kind="explanation", round="giai_trinh", reason="có biên bản")
    ledger.append([why])
    for one in (ledger, load_ledger(path)):
        standing = {key: link.entry for key, link in one.points("tham_dinh_1").items()}
        assert standing == {("1", "7.2.3"): waiver, ("2", "7.2.3"): entry("2")}
        assert [link.entry.points for link in one.points("tham_dinh_2").values()] == [Decimal("0.5")]
        assert {key: link.entry for key, link in one.explanations().items()} == {("2", "7.2.3"): why}
        assert one.points("giai_trinh") == {} == one.points("chinh_thuc")


def test_the_head_is_printed_short_enough_to_copy_by_hand(path: Path) -> None:
    assert load_ledger(path).head == (0, "0" * 64)
    head = ledger_of(path, entry("1"), entry("2")).head
    assert head.short == "số 2 – " + " ".join(head.hash[at : at + 4] for at in (0, 4, 8, 12))


def test_a_killed_write_is_told_and_nothing_is_repaired_in_silence(path: Path) -> None:
    command = [sys.executable, "-m", "tests.store.killed_ledger_writer", str(path)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    half = path.read_bytes()
    error = broken(path)
    assert error.line == 3 and "dòng cuối viết dở" in error.problem and "2 mục trước đó" in error.problem
    assert path.read_bytes() == half
    assert "sang ledger.unfinished.txt; sổ còn 2 mục" in set_unfinished_aside(path)
    assert half == path.read_bytes() + path.with_name("ledger.unfinished.txt").read_bytes()[:-1]
    assert len(load_ledger(path).links) == 2 and set_unfinished_aside(path) == ""


def test_a_whole_entry_that_only_lacks_its_line_end_is_kept(path: Path) -> None:
    ledger_of(path, entry("1"), entry("2"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert broken(path).line == 2
    assert "Mục 2 đủ nội dung" in set_unfinished_aside(path)
    assert path.read_bytes() == whole


def test_what_was_changed_is_not_set_aside_as_unfinished(path: Path) -> None:
    ledger_of(path, entry("1"), entry("2"))
    changed = path.read_bytes().replace(b"0.75", b"0.25", 1)[:-9]
    path.write_bytes(changed)
    with pytest.raises(LedgerBroken) as caught:
        set_unfinished_aside(path)
    assert caught.value.line == 1 and path.read_bytes() == changed


def test_two_writers_do_not_write_at_once(path: Path) -> None:
    mine, theirs = load_ledger(path), load_ledger(path)
    lock = WriterLock(path.with_name("ledger.lock"))
    with pytest.raises(LedgerBusy):
        mine.append([entry("1")])
    lock.release()
    mine.append([entry("1")])
    with pytest.raises(LedgerBusy, match="vừa được, một lệnh khác ghi"):
        theirs.append([entry("2")])
    assert list(load_ledger(path).links) == list(mine.links)


def test_a_line_that_is_being_written_is_no_broken_ledger(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b'{"entry":')
    lock = WriterLock(path.with_name("ledger.lock"))
    with pytest.raises(LedgerBusy):
        load_ledger(path)
    lock.release()
    with pytest.raises(LedgerBroken, match="viết dở"):
        load_ledger(path)


def test_a_line_whose_writer_ends_meanwhile_is_read_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of(path, entry("1"), entry("2"))
    reads = iter([path.read_bytes()[:-9], path.read_bytes()])
    monkeypatch.setattr(Path, "read_bytes", lambda _: next(reads))
    assert load_ledger(path).head.number == 2


def test_a_publication_gives_nobody_points(path: Path) -> None:
    published = entry("", None, kind="publication", criterion="")
    assert ledger_of(path, entry("1"), published).points("tham_dinh_1").keys() == {("1", "7.2.3")}


def test_a_write_that_fails_adds_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = ledger_of(path, entry("1"))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        ledger.append([entry("2")])
    monkeypatch.undo()
    assert path.read_bytes() == before and len(ledger.links) == 1
    assert ledger.append([entry("2")]).number == 2
