"""Files that came in and are not used, or leave out what came before: the table below a run does not show it."""

from collections.abc import Iterable

from pipelines.operations.few_of_many import few_files
from pipelines.reports.board import FindingLine
from schemas.findings import SEVERITY_VI

_TWO = "two_undated_versions"
_BESIDE = "not_registered_beside_registered"
_DROPPED = "values_dropped"


def left_out_files(findings: Iterable[FindingLine]) -> list[str]:
    """A Vietnamese line for each reason why a file, or a form in it, is not used as meant, the first files by name."""
    refused: dict[str, None] = {}
    by_code: dict[str, dict[str, None]] = {_TWO: {}, _BESIDE: {}, _DROPPED: {}}
    for one in findings:
        if one.code in by_code:
            by_code[one.code][one.file] = None
        elif one.severity == SEVERITY_VI["rejects_file"]:
            refused[one.file] = None
    lines = (
        (refused, "Không dùng được {} tệp, cả tệp hoặc một biểu trong đó (lý do ở trang “Phát hiện”)"),
        (by_code[_TWO], "Không tính {} tệp vì chưa rõ bản nào sau; vào sổ đủ ngày nhận"),
        (
            by_code[_BESIDE],
            "Không tính {} tệp chưa vào sổ, vì đơn vị đã có bản vào sổ; vào sổ nếu đó là bản sau",
        ),
        (by_code[_DROPPED], "Bản sau bỏ trống số liệu mà bản trước có (trang “Phát hiện”), {} tệp"),
    )
    return [f"{what.format(len(files))}: {few_files(list(files))}" for files, what in lines if files]
