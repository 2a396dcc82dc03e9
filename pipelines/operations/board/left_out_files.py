"""Files that came in and are not used, or leave out what came before: the table below a run does not show it."""

from collections.abc import Iterable

from pipelines.operations.board.dropped_values import DROPPED
from pipelines.operations.board.findings import STANDING_CODES, Listed
from pipelines.operations.few_of_many import few_files

# By the code of a finding, or by its severity.
_SAID = {
    "rejects_file": "Không dùng được {} tệp, cả tệp hoặc một biểu trong đó (lý do ở trang “Phát hiện”)",
    STANDING_CODES["two_undated"]: "Không tính {} tệp vì chưa rõ bản nào sau; vào sổ đủ ngày nhận",
    STANDING_CODES["beside_registered"]: (
        "Không tính {} tệp chưa vào sổ, vì đơn vị đã có bản vào sổ; vào sổ nếu đó là bản sau"
    ),
    DROPPED: "Bản sau bỏ trống số liệu mà bản trước có (trang “Phát hiện”), {} tệp",
}


def left_out_files(findings: Iterable[Listed]) -> list[str]:
    """A Vietnamese line for each reason why a file, or a form in it, is not used as meant, the first files by name."""
    files: dict[str, dict[str, None]] = {reason: {} for reason in _SAID}
    for one in findings:
        reason = one.finding.code if one.finding.code in _SAID else one.severity
        if reason in _SAID:
            files[reason][one.path] = None
    return [
        f"{said.format(len(files[reason]))}: {few_files(list(files[reason]))}"
        for reason, said in _SAID.items()
        if files[reason]
    ]
