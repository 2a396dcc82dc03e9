"""Five kinds of "nothing", and what each means in a column of each kind."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.intake.cells.grammar import CellType, read_cell
from schemas.declaration import DeclarationError
from schemas.nothing import SPELLINGS, load_nothing

# What is typed | state in a count column | number | finding
IN_A_COUNT = """
                  | blank       |    |
 -                | dash        |    | value_dash
 –                | dash        |    | value_dash
 —                | dash        |    | value_dash
 …                | dash        |    | value_dash
 ...              | dash        |    | value_dash
 /                | dash        |    | value_dash
 ---              | dash        |    | value_dash
 - -              | dash        |    | value_dash
 0                | value       | 0  |
 Không            | none        | 0  |
 KHÔNG            | none        | 0  |
 Không.           | none        | 0  |
 không có         | none        | 0  |
 Không  có        | none        | 0  |
 ko               | none        | 0  |
 k có             | none        | 0  |
 Không phát sinh  | not_arisen  | 0  |
 chưa có số liệu  | unknown     |    | value_unknown
 Chưa thống kê    | unknown     |    | value_unknown
 chưa có          | unknown     |    | value_unknown
 đang tổng hợp    | unknown     |    | value_unknown
 N/A              | unknown     |    | value_unknown
 NA               | unknown     |    | value_unknown
 x                | mark        |    | value_marked
 X                | mark        |    | value_marked
 ✓                | mark        |    | value_marked
 v                | mark        |    | value_marked
"""

# kind | typed | state | number | text | finding
ELSEWHERE = """
points  | Không           | none       |   |       |
percent | không phát sinh | not_arisen |   |       |
money   | Không           | none       | 0 |       |
number  | Không           | none       | 0 |       |
points  | -               | dash       |   |       | value_dash
points  | x               | mark       |   | x     | value_marked
year    | -               | dash       |   |       |
year    | x               | mark       |   | x     | value_marked
date    | Không           | none       |   |       |
date    | chưa có         | unknown    |   |       | value_unknown
date    | x               | unreadable |   |       | date_unreadable
symbol  | -               | dash       |   |       |
symbol  | x               | unreadable |   |       | symbol_unreadable
mark    | x               | value      |   | x     |
mark    | X               | value      |   | x     |
mark    | ✓               | value      |   | x     |
mark    | Có              | value      |   | x     |
mark    | Không           | none       |   |       |
mark    | 0               | none       |   |       |
mark    | -               | dash       |   |       |
mark    | 5               | unreadable |   |       | choice_unreadable
bool    | Có              | value      |   | có    |
bool    | CÓ              | value      |   | có    |
bool    | Không           | value      |   | không |
bool    | ko              | value      |   | không |
bool    | -               | dash       |   |       | value_dash
bool    | chưa có số liệu | unknown    |   |       | value_unknown
bool    | chưa có         | unreadable |   |       | choice_unreadable
bool    | Chưa            | unreadable |   |       | choice_unreadable
bool    | Đã              | unreadable |   |       | choice_unreadable
bool    | x               | unreadable |   |       | choice_unreadable
bool    | 1               | unreadable |   |       | choice_unreadable
text    | Không           | none       |   | Không |
text    | x               | value      |   | x     |
text    | -               | dash       |   | -     |
text    | Nguyễn Văn A    | value      |   | Nguyễn Văn A |
"""


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip("\n").splitlines()]


@pytest.mark.parametrize("row", rows(IN_A_COUNT), ids="|".join)
def test_the_kinds_of_nothing_stay_apart_in_a_count(row: list[str]) -> None:
    typed, state, number, finding = row
    reading = read_cell(typed, "count")
    assert (reading.state, reading.finding) == (state, finding)
    assert reading.number == (Decimal(number) if number else None)


@pytest.mark.parametrize("row", rows(ELSEWHERE), ids="|".join)
def test_nothing_means_what_its_column_lets_it_mean(row: list[str]) -> None:
    kind, typed, state, number, text, finding = (*row, "")[:6]
    reading = read_cell(typed, kind)  # type: ignore[arg-type]
    assert (reading.state, reading.text or "", reading.finding) == (state, text, finding)
    assert reading.number == (Decimal(number) if number else None)


@pytest.mark.parametrize("kind", ["text", "count", "points", "date", "year", "bool", "symbol", "mark"])
def test_an_empty_cell_is_blank_in_every_kind_of_column(kind: CellType) -> None:
    for raw in ("", None, "  ", "\xa0", "\n"):
        assert read_cell(raw, kind) == ("blank", None, None, "", "", "")


def test_every_declared_spelling_is_recognised_in_a_count() -> None:
    for spelling, meaning in load_nothing().items():
        assert read_cell(spelling, "count").state == meaning.state
        assert (read_cell(spelling.upper(), "count").number == 0) == meaning.counts_as_zero


@pytest.mark.parametrize(
    "broken", ["gone,hết,no", "none,Không,yes", "none,không,maybe", "none,không ,yes", "none,,yes"]
)
def test_a_broken_line_of_spellings_is_refused_with_its_line(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "nothing.csv"
    path.write_text(f"state,spelling,counts_as_zero\ndash,-,no\n{broken}\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="dòng 3"):
        load_nothing(path)


def test_a_spelling_declared_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nothing.csv"
    path.write_text("state,spelling,counts_as_zero\ndash,-,no\nnone,-,yes\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="hai lần"):
        load_nothing(path)


def test_no_spelling_of_unknown_or_mark_counts_as_zero() -> None:
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        zero = {row["state"] for row in csv.DictReader(file) if row["counts_as_zero"] == "yes"}
    assert zero == {"none", "not_arisen"}
