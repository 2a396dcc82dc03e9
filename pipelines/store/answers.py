"""answers.csv: what the analyst decided about an unsure name or heading, so that she is asked once."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from schemas.csv_table import read_csv_table
from schemas.spelling import tidy

KINDS = ("unit", "indicator", "heading", "sender", "column_skip")
REQUIRED, OPTIONAL = ("kind", "typed", "answer"), ("file", "note")
_PREFIX = re.compile(r"[0-9a-f]{12,64}")


@dataclass(frozen=True, slots=True)
class Answers:
    """Decisions by (kind, typed). One about a single file goes before one about all. `lines` tells where each stands,
    by (kind, typed, first digits of the file's hash or "")."""

    for_all: dict[tuple[str, str], str] = field(default_factory=dict)
    by_file: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    lines: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def decided(self, kind: str, typed: str, file_hash: str = "") -> str | None:
        """The answer for what stands in the file, or None where she was not asked; "" for a skipped column.

        Letter case, spaces and Unicode form of `typed` do not matter; tone marks do.
        """
        key = (kind, _key(typed))
        for prefix, answer in self.by_file.get(key, {}).items():
            if file_hash.startswith(prefix):
                return answer
        return self.for_all.get(key)


def load_answers(path: Path) -> Answers:
    """The answers by kind. No file: none. Raises DeclarationError, with the line, for an unknown kind, a missing
    answer, a wrong file hash, or two answers to one question."""
    answers = Answers()
    if not path.exists():
        return answers
    lines = answers.lines
    for row in read_csv_table(path, REQUIRED, OPTIONAL):
        kind, key, prefix = row["kind"].lower(), _key(row["typed"]), row["file"].lower()
        if kind not in KINDS:
            raise row.refuse(f"loại “{row['kind']}” không có trong {', '.join(KINDS)}")
        if prefix and not _PREFIX.fullmatch(prefix):
            raise row.refuse(f"mã tệp “{row['file']}” phải có từ 12 đến 64 ký tự 0-9, a-f")
        if not key and not (kind == "sender" and prefix):
            raise row.refuse("cột “typed” trống; chỉ loại sender có ghi tệp mới được để trống")
        if not row["answer"] and kind != "column_skip":
            raise row.refuse("cột “answer” trống")
        if earlier := lines.get((kind, key, prefix)):
            raise row.refuse(f"câu hỏi này đã trả lời ở dòng {earlier}")
        lines[kind, key, prefix] = row.line
        if prefix:
            answers.by_file.setdefault((kind, key), {})[prefix] = row["answer"]
        else:
            answers.for_all[kind, key] = row["answer"]
    return answers


def _key(typed: str) -> str:
    return tidy(typed).casefold()
