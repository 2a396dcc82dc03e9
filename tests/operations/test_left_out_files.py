"""What a run says at its end of files that came in and are not used."""

from pipelines.operations.board.findings import Listed
from pipelines.operations.board.left_out_files import left_out_files
from schemas.findings import Finding, Severity


def listed(*rows: tuple[str, Severity, str]) -> list[Listed]:
    """Findings as (path, severity, code)."""
    return [Listed(None, path, severity, Finding(code)) for path, severity, code in rows]


def test_each_reason_has_a_line_that_counts_its_files_once() -> None:
    told = left_out_files(
        listed(
            ("a.xlsx", "rejects_file", "file_damaged"),
            ("a.xlsx", "rejects_file", "unit_unknown"),
            ("b.xlsx", "warns", "two_undated_versions"),
            ("c.xlsx", "warns", "not_registered_beside_registered"),
            ("d.xlsx", "warns", "values_dropped"),
        )
    )
    beginnings = (
        "Không dùng được 1 tệp",
        "Không tính 1 tệp vì chưa rõ bản nào sau",
        "Không tính 1 tệp chưa vào sổ",
        "Bản sau bỏ trống số liệu",
    )
    assert all(line.startswith(beginning) for line, beginning in zip(told, beginnings, strict=True)), told
    assert [line.rsplit(": ", 1)[1] for line in told] == ["a.xlsx", "b.xlsx", "c.xlsx", "d.xlsx"]


def test_a_file_that_is_told_under_its_own_reason_is_not_told_as_refused_too() -> None:
    [told] = left_out_files(listed(("a.xlsx", "rejects_file", "two_undated_versions")))
    assert told.startswith("Không tính 1 tệp vì chưa rõ")


def test_one_refused_value_leaves_out_no_file() -> None:
    assert (
        left_out_files(listed(("a.xlsx", "rejects_row", "points_over_max"), ("b.xlsx", "warns", "x"))) == []
    )
