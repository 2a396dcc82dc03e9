"""arrivals.csv: the only source of lateness and order."""

import errno
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.store.arrivals import (
    append_arrival,
    load_arrivals,
    match_arrivals,
    parse_day,
)
from schemas.declaration import DeclarationError

A, B = "a" * 64, "b" * 64
HEADER = "hash,received_on,number,doc_date,file,note\n"


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "arrivals.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_days_are_read_in_both_orders_and_a_document_may_lack_its_day(
    tmp_path: Path,
) -> None:
    path = written(
        tmp_path,
        HEADER + f"{A},2021-11-15,12/BC,11/2021,x,\n{B[:12]},5/11/2021,,2021-11-3,,\n",
    )
    first, second = load_arrivals(path).values()
    assert first == (date(2021, 11, 15), "12/BC", "2021-11", 2, "x", ())
    assert second == (date(2021, 11, 5), "", "2021-11-03", 3, B[:12], ())


def test_no_register_means_that_nothing_is_registered(tmp_path: Path) -> None:
    assert load_arrivals(tmp_path / "arrivals.csv") == {}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (f"{A},31/11/2021,,,,", "received_on"),
        (f"{A},,,,,", "received_on"),
        (f"{A},15.11.2021,,,,", "received_on"),
        (f"{A},2021-11-15,,13/2021,,", "doc_date"),
        ("a1b2,2021-11-15,,,,", "12 đến 64"),
        (f"{'g' * 64},2021-11-15,,,,", "12 đến 64"),
        (f"{B},2021-11-15,7/BC,,,", "đã ghi cùng ngày nhận 15/11/2021 ở dòng 2"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(tmp_path: Path, line: str, problem: str) -> None:
    path = written(tmp_path, HEADER + f"{B},2021-11-15,,,,\n{line}\n")
    with pytest.raises(DeclarationError, match=problem) as caught:
        load_arrivals(path)
    assert caught.value.line == 3


def test_a_shortened_hash_finds_its_file_and_lines_about_other_files_are_left_out(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, HEADER + f"{A[:12].upper()},2021-11-15,,,,\n{B},2021-11-15,,,,\n")
    assert list(match_arrivals(path, load_arrivals(path), [A])) == [A]


@pytest.mark.parametrize(
    ("lines", "hashes", "line"),
    [((A[:12],), (A, A[:63] + "b"), 2), ((A[:12], A), (A,), 3)],
)
def test_a_hash_that_fits_two_files_or_two_lines_is_refused(
    tmp_path: Path, lines: tuple[str, ...], hashes: tuple[str, ...], line: int
) -> None:
    path = written(tmp_path, HEADER + "".join(f"{one},2021-11-15,,,,\n" for one in lines))
    with pytest.raises(DeclarationError) as caught:
        match_arrivals(path, load_arrivals(path), hashes)
    assert caught.value.line == line


@pytest.mark.parametrize("second", [A, A[:12]])
def test_a_content_that_was_sent_again_has_a_line_for_each_day_in_any_order(
    tmp_path: Path, second: str
) -> None:
    path = written(tmp_path, HEADER + f"{second},20/11/2021,77/BC,,,\n{A},5/11/2021,31/BC,,,\n")
    arrival = match_arrivals(path, load_arrivals(path), [A])[A]
    assert [(one.received_on.day, one.number) for one in arrival.lines] == [(5, "31/BC"), (20, "77/BC")]
    counted = [arrival.on(date(2021, 11, day)).number for day in (1, 5, 19, 20, 30)]
    assert counted == ["31/BC", "31/BC", "31/BC", "77/BC", "77/BC"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "ending"])
def test_a_new_line_is_written_in_the_style_of_the_file(
    tmp_path: Path, encoding: str, separator: str, ending: str, last: str
) -> None:
    rows = [
        ["note", "number", "hash", "received_on", "doc_date"],
        ["ghi chú", "1/BC", B, "15/11/2021", ""],
    ]
    before = ending.join(separator.join(row) for row in rows) + (ending if last else "")
    path = written(tmp_path, before, encoding)
    append_arrival(path, A, date(2021, 11, 20), "số 2; 3, 4/BC", "2021-11-19", "IB.xlsx")
    assert path.read_bytes().startswith(before.encode(encoding))
    arrivals = load_arrivals(path)
    assert arrivals[A] == (date(2021, 11, 20), "số 2; 3, 4/BC", "2021-11-19", 3, A[:12], ())
    assert arrivals[B].number == "1/BC"
    text = path.read_bytes().decode(encoding)
    assert text.count("\r\n") == (3 if ending == "\r\n" else 0) and text.endswith(ending)


def test_the_first_arrival_makes_the_file_so_that_excel_shows_the_diacritics(
    tmp_path: Path,
) -> None:
    path = tmp_path / "arrivals.csv"
    append_arrival(path, A, date(2021, 11, 20), "2/BC", "", "Biểu.xlsx")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfhash,received_on")
    assert load_arrivals(path)[A].received_on == date(2021, 11, 20)


@given(st.dates())
def test_a_day_is_the_same_in_both_ways_of_writing_it(day: date) -> None:
    assert parse_day(day.isoformat()) == day == parse_day(f"{day.day}/{day.month:02}/{day.year:04}")


def test_a_full_disk_leaves_no_half_line_in_the_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, HEADER + f"{B},2021-11-15,,,,\n")
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        append_arrival(path, A, date(2021, 11, 20), "2/BC", "", "IB.xlsx")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("11/20/2021", "Excel kiểu Mỹ"),
        ("12/13/2021", "Excel kiểu Mỹ"),
        ("12/31/2021", "Excel kiểu Mỹ"),
        ("20/13/2021", "không phải là ngày"),
        ("", "“received_on”: để trống"),
    ],
)
def test_a_day_that_cannot_be_read_is_told_with_its_likely_reason(
    tmp_path: Path, typed: str, said: str
) -> None:
    path = written(tmp_path, HEADER + f"{A},{typed},,,,\n")
    with pytest.raises(DeclarationError, match=said) as caught:
        load_arrivals(path)
    assert ("Excel" in str(caught.value)) == ("Excel" in said)


@pytest.mark.parametrize("name", ["=1+1.xlsx", "+84.xlsx", "-IB.xlsx", "@SUM(1).xlsx"])
def test_the_name_of_a_file_never_becomes_a_formula_of_the_book(tmp_path: Path, name: str) -> None:
    path = tmp_path / "arrivals.csv"
    append_arrival(path, A, date(2021, 11, 20), "2/BC", "", name)
    assert load_arrivals(path)[A].file == f"./{name}"
