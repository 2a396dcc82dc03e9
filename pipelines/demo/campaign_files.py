"""The campaign's own files: campaign.toml, units.csv, arrivals.csv, answers.csv, and what lies in an inbox
beside forms.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from pipelines.demo.damage import archive, letter_docx, letter_pdf, lock_file
from pipelines.demo.handwriting import MARK
from pipelines.demo.plan import Calendar, Sending
from pipelines.demo.roster import Cast

DECISION = "ha-tinh/3396-qd-ubnd-2021"


def write_campaign(folder: Path, cast: Cast, when: Calendar) -> None:
    """Writes campaign.toml, and units.csv where the register is amended."""
    folder.mkdir(parents=True, exist_ok=True)
    parent = "province" if cast.national else "district"
    lines = [
        f'title = "{MARK} – áp dụng hệ thống quản lý chất lượng theo TCVN ISO 9001:2015 năm {cast.year}"',
        "simulated = true",
        *([f'province = "{cast.province}"'] if cast.province else []),
        f'period = "{cast.year}"',
        f'default_month = "{when.last}"',
        "",
        "[units]",
        f'register = "{cast.register}"',
    ]
    if cast.amendments:
        lines.append('amendments = "units.csv"')
        _write(folder / "units.csv", cast.amendments)
    lines += _scoring("commune", "III", "huyen_cham", "parent")
    if not cast.national:
        lines += _scoring("district", "cap-huyen", "tu_cham", "level")
    # As in the sample campaign: official points are those of the one above, once somebody has published them.
    for name in ("tu_cham", "huyen_cham", "chinh_thuc"):
        lines += ["", "[[round]]", f'round = "{name}"']
    lines.append('takes = ["huyen_cham"]')
    for form, levels in (
        ("phu_luc_ib", [parent]), ("iib_1", [parent]), ("iib_2", [parent]),
        ("tu_cham", ["commune"] if cast.national else ["district", "commune"]),
        ("so_lieu", ["commune"] if cast.national else ["district", "commune"]),
    ):  # fmt: skip
        for level in levels:
            lines += [
                "",
                "[[due]]",
                f'form = "{form}"',
                f'level = "{level}"',
                f"deadline = {when.deadline.isoformat()}",
            ]
    for document, signers in (
        ("phu_luc_ib", '"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"'),
        ("xep_hang_toan_tinh", '"GIÁM ĐỐC"'),
    ):
        lines += ["", "[[signature]]", f'document = "{document}"', f"lines = [{signers}]", 'name = ""']
    _write(folder / "campaign.toml", "\n".join(lines) + "\n")


def _scoring(level: str, annex: str, ranked_round: str, block: str) -> list[str]:
    return [
        "", "[[scoring]]", f'level = "{level}"', f'decision = "{DECISION}"', f'annex = "{annex}"',
        f'ranked_round = "{ranked_round}"', f'block = "{block}"',
    ]  # fmt: skip


def write_arrivals(folder: Path, sendings: Iterable[tuple[Sending, str]], semicolons: bool) -> None:
    """Writes arrivals.csv from each sending and its file's hash, and an empty answers.csv.

    With semicolons and a BOM, as Excel saves it in Vietnam, or with commas.
    """
    delimiter = ";" if semicolons else ","
    target = io.StringIO(newline="")
    out = csv.writer(target, delimiter=delimiter, lineterminator="\r\n" if semicolons else "\n")
    out.writerow(("hash", "received_on", "number", "doc_date", "file", "note"))
    for sending, digest in sendings:
        if sending.received:
            letter = sending.job.letter
            # A file with something wrong in it has no number noted either: what it says of itself is what
            # counts.
            document = ("", "") if sending.job.kinds else (f"{letter.number}/BC-UBND", letter.day.isoformat())
            out.writerow((digest, sending.received.isoformat(), *document, sending.job.file, MARK))
    encoding = "utf-8-sig" if semicolons else "utf-8"
    (folder / "arrivals.csv").write_bytes(target.getvalue().encode(encoding))
    _write(folder / "answers.csv", "kind,typed,answer,file,note\n")


def write_harmless(inbox: Path, random: Random, folders: Sequence[str], count: int) -> list[dict[str, str]]:
    """Writes `count` of each kind of file that holds no form; returns them with the finding that notes
    each.
    """
    makers = (
        ("Công văn {}.pdf", "not_read_letter", letter_pdf),
        ("Cong van {}.docx", "not_read_letter", letter_docx),
        ("~$Bao cao {}.xlsx", "not_read_lock", lock_file),
        ("Phu luc {}.zip", "not_read_archive", archive),
        ("ghi chú {}.txt", "not_read_other", lambda number: f"{MARK} {number}\r\n".encode()),
    )
    written = []
    for number in range(1, count + 1):
        for pattern, code, make in makers:
            path = inbox / random.choice(folders) / pattern.format(number)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(make(number))
            written.append({"file": path.relative_to(inbox).as_posix(), "code": code})
    return written


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
