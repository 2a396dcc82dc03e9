"""answers.csv: what the analyst decided about an unsure name or heading, so that she is asked once."""

import re
from pathlib import Path
from typing import NamedTuple

from schemas.csv_table import read_csv_table
from schemas.spelling import tidy

KINDS = ("unit", "indicator", "heading", "sender", "column_skip")
REQUIRED, OPTIONAL = ("kind", "typed", "answer"), ("file", "note")
_PREFIX = re.compile(r"[0-9a-f]{12,64}")


class Answer(NamedTuple):
    """One line. `typed` is what was asked about, in lower case, its spaces and Unicode form evened out; `answer` is ""
    for a skipped column. `file` are the first digits of the hash of the file that a "sender" sent, else ""."""

    kind: str
    typed: str
    answer: str
    file: str
    line: int


def load_answers(path: Path) -> list[Answer]:
    """The answers in their order. No file: none. Raises DeclarationError, with the line, for an unknown kind, a missing
    answer, a file that is missing, wrong or of no use, or two answers to one question."""
    if not path.exists():
        return []
    answers: dict[tuple[str, str, str], Answer] = {}
    for row in read_csv_table(path, REQUIRED, OPTIONAL):
        kind, typed, file = row["kind"].lower(), tidy(row["typed"]).casefold(), row["file"].lower()
        if kind not in KINDS:
            raise row.refuse(f"loại “{row['kind']}” không có trong {', '.join(KINDS)}")
        if file and not _PREFIX.fullmatch(file):
            raise row.refuse(f"mã tệp “{row['file']}” phải có từ 12 đến 64 ký tự 0-9, a-f")
        if kind == "sender" and not file:
            raise row.refuse("câu trả lời “sender” phải ghi mã tệp ở cột file")
        if kind != "sender" and file:
            raise row.refuse(f"chỉ câu trả lời “sender” được ghi mã tệp (ở đây: {kind} “{row['typed']}”)")
        if kind != "sender" and not typed:
            raise row.refuse("cột “typed” trống; chỉ loại sender được để trống")
        if not row["answer"] and kind != "column_skip":
            raise row.refuse("cột “answer” trống")
        if earlier := answers.get((kind, typed, file)):
            raise row.refuse(f"câu hỏi này đã trả lời ở dòng {earlier.line}")
        answers[kind, typed, file] = Answer(kind, typed, row["answer"], file, row.line)
    return list(answers.values())
