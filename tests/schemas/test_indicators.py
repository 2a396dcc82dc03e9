"""Indicators: each defined once, and a table that contradicts itself is refused at its line."""

from pathlib import Path

import pytest

from schemas.indicators import TABLE, load_indicators
from tests.schemas.spoilt import refusal

HEAD = "code,label,type,unit_of_measure,nature,aggregation,numerator,denominator,other_labels,meaning\n"
A = "a,Số hồ sơ,count,hồ sơ|bộ,flow,sum,,,Hồ sơ|Tổng hồ sơ,m\n"
B = "b,Tổng,count,hồ sơ,flow,sum,,,,m\n"
SHARE = "c,Tỷ lệ,percent,%,flow,share,a,b,,m\n"


def table(tmp_path: Path, *rows: str) -> Path:
    """A table of indicators."""
    path = tmp_path / "indicators.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8", newline="")
    return path


def test_labels_and_units_of_measure_may_have_other_words(tmp_path: Path) -> None:
    found = load_indicators(table(tmp_path, A, B, SHARE))
    assert found["a"].other_labels == ("Hồ sơ", "Tổng hồ sơ")
    assert (found["a"].unit_of_measure, found["a"].other_units) == ("hồ sơ", ("bộ",))
    assert (found["c"].numerator, found["c"].denominator) == ("a", "b")


def test_the_table_of_the_repository_has_about_sixty_indicators() -> None:
    assert len(load_indicators()) >= 60 and TABLE.is_file()


@pytest.mark.parametrize(
    ("rows", "line", "problem"),
    [
        ([A, A], 3, "chỉ tiêu “a” khai hai lần"),
        ([A.replace(",count,", ",whole,")], 2, "cột type: “whole” không thuộc"),
        ([A.replace(",flow,", ",river,")], 2, "cột nature: “river” không thuộc"),
        ([A.replace(",sum,", ",total,")], 2, "cột aggregation: “total” không thuộc"),
        ([A, B, SHARE.replace(",a,b,", ",a,,")], 4, "cần đủ tử số và mẫu số"),
        ([A, B.replace(",sum,,,", ",sum,a,a,")], 3, "cần đủ tử số và mẫu số, cách cộng khác thì không"),
        ([A, SHARE], 3, "“b” không phải chỉ tiêu cộng được"),
        ([A, B.replace(",sum,", ",none,"), SHARE], 4, "“b” không phải chỉ tiêu cộng được"),
        ([A, B.replace(",flow,", ",stock,"), SHARE], 4, "“c” là flow, mà “b” là stock"),
        ([A, B.replace(",m\n", ",\n")], 3, "“b”: thiếu ý nghĩa (meaning)"),
        ([A.replace(",count,", ",year,")], 2, "“a”: kiểu này không cộng được"),
    ],
)
def test_a_contradiction_is_refused_at_its_line(
    tmp_path: Path, rows: list[str], line: int, problem: str
) -> None:
    error = refusal(lambda: load_indicators(table(tmp_path, *rows)))
    assert error.line == line and problem in error.problem
