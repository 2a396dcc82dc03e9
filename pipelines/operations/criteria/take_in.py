"""Reads a workbook that `show` wrote back into the decision's folder: all of it or nothing.

What is not understood is refused at its cell. The new files are proof-read beside the old ones before the folder is
exchanged; a file whose data stayed the same is left as it is, comments included.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.intake.files.workbook import Sheet
from pipelines.operations.criteria.check import proofread, shipped_decisions, shipped_folders
from pipelines.operations.criteria.reading import (
    ReadSheet,
    cells_of,
    check_head,
    place_of,
    read_rows,
)
from pipelines.operations.criteria.show import workbook_of
from pipelines.operations.opened_sheets import open_sheets, sheets_of
from pipelines.operations.request import OperatorError
from schemas.criteria.decision import FILE, FOLDER, read_decision
from schemas.criteria.faults import Fault
from schemas.criteria.files import Origins, files_of
from schemas.criteria.sheets import HEAD_SHEET, ID, SHEETS, Row, rows_of
from schemas.declaration import DeclarationError

_Cells = dict[tuple[int, int], str]

_DATA = frozenset(sheet.name for sheet in SHEETS)


@dataclass(frozen=True)
class Imported:
    """What came of it: the decision's folder, the files written, or one Vietnamese line for each refusal."""

    folder: Path
    changed: tuple[str, ...]
    refusals: tuple[str, ...]


def import_workbook(file: Path, folder: Path | None = None) -> Imported:
    """Reads `file` into `folder`, by default the folder that it names below schemas/criteria.

    Raises OperatorError where the file is not there or no such workbook, or where the folder cannot be exchanged.
    """
    sheets = open_sheets(file)
    refusals: list[str] = []
    read = {one.name: read_rows(sheets[one.name], one, refusals) for one in SHEETS if one.name in sheets}
    if missing := [one.name for one in SHEETS if one.name not in sheets]:
        raise OperatorError(
            f"{file.name} không phải bảng điểm do lệnh show ghi ra: thiếu trang {', '.join(missing)}."
        )
    named = check_head(read[HEAD_SHEET.name], refusals)
    target = folder or _named_folder(named)
    if refusals:
        return Imported(target, (), tuple(refusals))
    rows = {name: one.rows for name, one in read.items()}
    texts, origins = files_of(rows)
    _put_back(target)
    old = _old_rows(target)
    with tempfile.TemporaryDirectory() as place:
        fresh = Path(place) / target.parent.name / target.name
        _write(fresh, texts, {} if old is None else _unchanged(old, rows, target))
        # The old state of the same folder is no other decision, whatever number it bore.
        others = [one for one in shipped_decisions() if one.id != f"{target.parent.name}/{target.name}"]
        found = proofread(fresh, others).faults
        refusals += [_at_cell(fault, origins, read) for fault in found]
        if not found:
            refusals += _changed_print(sheets, [fresh, *([] if old is None else [target])])
        if refusals:
            return Imported(target, (), tuple(refusals))
        changed = _changes(fresh, target)
        if changed:
            _exchange(fresh, target)
    return Imported(target, changed, ())


def _named_folder(named: str) -> Path:
    target = (FOLDER / named).resolve()
    if not named or target.parent.parent != FOLDER.resolve():
        raise OperatorError(f"Mục “{ID}” ghi “{named}”; phải có dạng cơ-quan/quyết-định, hoặc dùng --folder.")
    return target


def _old_rows(target: Path) -> dict[str, list[Row]] | None:
    if not (target / FILE).is_file():
        return None
    decision, faults = read_decision(target)
    return None if decision is None or faults else rows_of(target, decision)


def _unchanged(
    old: Mapping[str, Sequence[Row]], new: Mapping[str, Sequence[Row]], target: Path
) -> dict[str, bytes]:
    """The files whose rows are the same as before, as they are; the name of the folder is in none of them."""
    kept = {}
    for name in {sheet.file for sheet in SHEETS}:
        sheets = [sheet.name for sheet in SHEETS if sheet.file == name]
        if all(_data(old[sheet]) == _data(new[sheet]) for sheet in sheets) and (target / name).is_file():
            kept[name] = (target / name).read_bytes()
    return kept


def _data(rows: Sequence[Row]) -> list[Row]:
    return [
        {column: value for column, value in row.items() if column != "label" or "key" not in row}
        for row in rows
        if row.get("key") != ID
    ]


def _write(folder: Path, texts: Mapping[str, str], kept: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, content in ({name: text.encode("utf-8") for name, text in texts.items()} | dict(kept)).items():
        (folder / name).write_bytes(content)


def _changes(fresh: Path, target: Path) -> tuple[str, ...]:
    names = sorted({sheet.file for sheet in SHEETS})
    return tuple(name for name in names if _bytes(fresh / name) != _bytes(target / name))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _aside(target: Path) -> Path:
    return target.with_name(f"~cu-{target.name}")


def _put_back(target: Path) -> None:
    """A killed import may have left the old folder aside, and none in its place."""
    if _aside(target).is_dir() and not target.exists():
        _aside(target).rename(target)


def _exchange(fresh: Path, target: Path) -> None:
    """Puts the files of `fresh` into `target`, whole: the folder itself is exchanged, with whatever else is in it."""
    ready, aside = target.with_name(f"~moi-{target.name}"), _aside(target)
    shutil.rmtree(ready, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)
    ready.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        ours = {sheet.file for sheet in SHEETS}
        shutil.copytree(
            target, ready, ignore=lambda place, names: ours & set(names) if Path(place) == target else ()
        )
    shutil.copytree(fresh, ready, dirs_exist_ok=True)
    try:
        if target.is_dir():
            target.rename(aside)
        ready.rename(target)
    except OSError as error:
        if aside.is_dir() and not target.is_dir():
            aside.rename(target)
        raise OperatorError(
            f"Không thay được thư mục {target}: có tệp đang mở. Chưa có gì thay đổi."
        ) from error
    finally:
        shutil.rmtree(ready, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)


def _changed_print(sheets: Mapping[str, Sheet], folders: Sequence[Path]) -> list[str]:
    """A change on a printed sheet would be lost: it must look as the decision of one of `folders` prints it, or, where
    a new decision was made from an old one, as one of the repository's does."""
    here = {name: cells_of(one) for name, one in sheets.items() if name not in _DATA}
    models = [_printed(folder) for folder in folders]
    if _differences(here, models):
        # Only now: printing every decision takes its time, and hardly ever is one of them asked.
        models += [model for folder in shipped_folders() if (model := _printed_if_sound(folder))]
    return [
        f"trang “{name}”: không phải trang của bảng điểm"
        if place is None
        else f"{place_of(name, *place)}: trang này chỉ để in; hãy sửa ở trang “Tiêu chí”, “Mức điểm”. "
        f"Nếu không sửa gì ở đây thì xóa trang “{name}” rồi nhập lại"
        for name, place in _differences(here, models).items()
    ]


def _differences(
    here: Mapping[str, _Cells], models: Sequence[Mapping[str, _Cells]]
) -> dict[str, tuple[int, int] | None]:
    """By sheet that looks like that of no model: where it first differs from the one that it is nearest to, None
    where no model has such a sheet."""
    found: dict[str, tuple[int, int] | None] = {}
    for name, cells in here.items():
        gaps = [sorted(set(cells.items()) ^ set(model[name].items())) for model in models if name in model]
        if all(gaps):
            found[name] = min(gaps, key=len)[0][0] if gaps else None
    return found


def _printed(folder: Path) -> dict[str, _Cells]:
    """The cells of each printed sheet of a decision."""
    sheets = sheets_of(workbook_of(folder), "bảng điểm.xlsx")
    return {name: cells_of(one) for name, one in sheets.items() if name not in _DATA}


def _printed_if_sound(folder: Path) -> dict[str, _Cells]:
    try:
        return _printed(folder)
    except DeclarationError:
        return {}


def _at_cell(fault: Fault, origins: Origins, read: Mapping[str, ReadSheet]) -> str:
    """A fault of the new files, at the cell of the workbook that it came from."""
    sheet, number = origins.get((fault.path.name, fault.line or 0), (HEAD_SHEET, 0))
    if sheet is HEAD_SHEET:
        # A missing key stands on no line of its own; its row is there all the same, with nothing in it.
        named = [row["key"].rpartition(".")[2] for row in read[sheet.name].rows]
        number = named.index(fault.column) if fault.column in named else number
    one = read[sheet.name]
    if not one.at:
        return f"trang “{sheet.name}”: {fault.problem}"
    column = one.columns["value"] if sheet is HEAD_SHEET else one.columns.get(fault.column, 0)
    return f"{place_of(sheet.name, one.at[number], column)}: {fault.problem}"
