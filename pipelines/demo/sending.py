"""What one sender sends: from a job (who, when, which faults) to a finished file with its true values."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from pipelines.demo.damage import damage
from pipelines.demo.fault_books import BOOK_KINDS
from pipelines.demo.fault_cells import CELL_KINDS
from pipelines.demo.fault_points import POINTS_KINDS
from pipelines.demo.fault_units import UNIT_KINDS
from pipelines.demo.faults import Kind, Spot
from pipelines.demo.figures import true_figures, true_points
from pipelines.demo.form_tables import draw_figures, draw_ib, draw_iib_1, draw_iib_2, draw_self_score
from pipelines.demo.forms import SCHEMAS, Letter, Office, lines_above, lines_below, respell
from pipelines.demo.grid import Book, Cell, Placed, Planted, Row, Sheet, Table, address, place
from pipelines.demo.handwriting import Hand, pick_hand
from pipelines.demo.names import Neighbours
from pipelines.demo.spreadsheets import write_workbook

KINDS: dict[str, Kind] = {kind.name: kind for kind in (*CELL_KINDS, *POINTS_KINDS, *UNIT_KINDS, *BOOK_KINDS)}
HELP = ("HƯỚNG DẪN", "Mỗi đơn vị gửi một tệp.", "Không thêm, bớt cột trong biểu.")


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make. `file` is the path below inbox/; `version` 2 differs from 1 in one figure.

    `figures_on`: the day of the unit's first report, which all its versions share, so that their figures
    agree. `plain`: one sheet for each form, so that every kind of fault finds its place. `below`: the jobs of
    communes whose reports stand on more sheets of this file, and which have no file of their own.
    """

    file: str
    office: Office
    communes: tuple[Office, ...]
    seed: int
    letter: Letter
    figures_on: Letter
    suffix: str
    version: int = 1
    legacy: str = ""
    kinds: tuple[str, ...] = ()
    plain: bool = False
    formatted_below: int = 0
    below: tuple[Job, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A finished file: its hash, its forms by unit, its true values and planted faults as they stand in truth.json."""

    hash: str
    forms: dict[str, tuple[str, ...]]
    values: list[dict[str, Any]]
    faults: list[dict[str, Any]]
    tolerated: list[dict[str, str]]
    unplaced: tuple[str, ...]


@cache
def _criteria_labels(annex: str) -> dict[str, str]:
    path = SCHEMAS / "criteria" / "ha-tinh" / "3396-qd-ubnd-2021" / "criteria.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["label"] for row in csv.DictReader(file) if row["annex"] == annex}


def send(job: Job, inbox: Path, neighbours: Neighbours) -> Sent:
    """Writes the file of one job below `inbox` and returns what is true of it. Raises OSError where it
    cannot.
    """
    hand, book = draw_book(job)
    unplaced = []
    for index, name in enumerate(job.kinds):
        spot = Spot(
            book, job.office, job.letter, hand, Random(f"{job.seed}-{name}-{index}"), neighbours, job.communes
        )
        if not KINDS[name].plant(spot, name):
            unplaced.append(name)
        elif KINDS[name].ends:
            book.spoil()
    respell(list(book.cells()), hand.spelling)
    sheets = [place(sheet) for sheet in book.sheets]
    data = write_workbook(book, sheets)
    if book.damage:
        data = damage(data, book.damage)
    target = inbox / job.file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    values, faults, tolerated = _truth(job, book, sheets)
    digest = hashlib.sha256(data).hexdigest()
    return Sent(digest, _forms_by_unit(job, book), values, faults, tolerated, tuple(unplaced))


def _forms_by_unit(job: Job, book: Book) -> dict[str, tuple[str, ...]]:
    """What the book holds of its sender, who comes first, and of units below."""
    found: dict[str, set[str]] = {job.office.code: set()}
    for sheet in book.sheets:
        found.setdefault(sheet.of or job.office.code, set()).update(table.form for table in sheet.tables)
    return {unit: tuple(sorted(forms - {""})) for unit, forms in found.items()}


def draw_book(job: Job) -> tuple[Hand, Book]:
    """The workbook of a job before anything is planted in it, and the habits of its sender."""
    random = Random(job.seed)
    hand = pick_hand(random, job.legacy)
    figures = true_figures(Random(f"{job.seed}-figures"), job.figures_on.day)
    book = Book(job.office.code, job.suffix, [], job.legacy)
    sheets = _Sheets(random, hand, job)
    if job.version > 1 and job.office.level == "commune":
        figures["complaints_count"] = str(int(figures["complaints_count"]) + job.version - 1)
    if job.communes:
        book.sheets += _scoring_sheets(sheets, figures)
    if job.office.level != "province":
        book.sheets += _own_sheets(sheets, figures)
    for one in job.below:
        book.sheets += _sheets_below(hand, one)
    if job.suffix == ".csv":
        book.sheets = [sheet for sheet in book.sheets if sheet.tables[-1].form == "so_lieu"]
        book.sheets[0].name = "csv"
    if not job.plain and job.suffix != ".csv":
        if random.random() < 0.3:
            random.shuffle(book.sheets)
        if random.random() < 0.05 and job.suffix != ".ods":
            lines = [Row([Cell(text, "plain")]) for text in HELP]
            book.sheets.append(
                Sheet(
                    "Huong dan",
                    [Table("", 1, [Cell("SỐ LIỆU MÔ PHỎNG", "mark")], [], [], lines)],
                    hidden=True,
                )
            )
            book.sheets[-1].tolerated = "trang ẩn"
    book.sheets[-1].formatted_below = job.formatted_below
    return hand, book


class _Sheets:
    """Puts tables on sheets in one sender's way: where the first cell stands, what the sheet is called."""

    def __init__(self, random: Random, hand: Hand, job: Job) -> None:
        self.random, self.hand, self.job = random, hand, job
        shifted = not job.plain and job.suffix != ".csv" and random.random() < 0.25
        self.top = random.randint(1, 3) if shifted else 0
        self.left = random.randint(0, 2) if shifted else 0
        self.stacked = not job.plain and job.suffix != ".csv" and random.random() < 0.15
        self.loud = random.random() < 0.2 and not job.legacy

    def above(self, titles: list[str], period: bool) -> list[Cell]:
        if self.loud:
            titles = [*titles[:-1], titles[-1].upper()]
        return lines_above(self.random, self.hand, self.job.office, self.job.letter, titles, period)

    def below(self, table: Table) -> None:
        place_name = self.job.office.short_name
        table.below = lines_below(self.random, self.job.letter, table.width, place_name)

    def sheet(self, names: tuple[str, ...], *tables: Table) -> Sheet:
        self.below(tables[-1])
        return Sheet(self.random.choice(names), list(tables), self.top, self.left)


def _own_sheets(sheets: _Sheets, figures: dict[str, str]) -> list[Sheet]:
    """A unit's self-score and figures, on two sheets or on one."""
    job, random, hand = sheets.job, sheets.random, sheets.hand
    year = job.letter.year
    points = true_points(Random(f"{job.seed}-points"), job.office.level == "district")
    titles = (
        "Phiếu tự chấm điểm tiêu chí 7.2",
        "Bảng tự chấm điểm tiêu chí 7.2",
        "Tự chấm điểm tiêu chí 7.2",
    )
    labels = _criteria_labels("III" if job.office.level == "commune" else "cap-huyen")
    above = sheets.above([f"{random.choice(titles)} năm {year}"], random.random() < 0.5)
    self_score = draw_self_score(random, hand, job.office, points, labels, above)
    title = random.choice(
        ("Biểu số liệu áp dụng hệ thống quản lý chất lượng", "Số liệu áp dụng hệ thống quản lý chất lượng")
    )
    title += random.choice(("", " theo TCVN ISO 9001:2015", f" năm {year}"))
    if sheets.stacked:
        table = draw_figures(random, hand, job.office, figures, [Cell(title, "title"), Cell()])
        return [sheets.sheet(("Báo cáo ISO", "Sheet1", "Tong hop"), self_score, table)]
    table = draw_figures(random, hand, job.office, figures, sheets.above([title], True))
    return [
        sheets.sheet(("Tự chấm", "Tự chấm", "Tu cham", "Tự chấm 7.2", "Sheet1"), self_score),
        sheets.sheet(("Số liệu", "Số liệu", "So lieu", "Biểu số liệu", "Sheet2"), table),
    ]


def _sheets_below(hand: Hand, job: Job) -> list[Sheet]:
    """What a unit below would have sent, typed by who sends it on, its name on each sheet's tab."""
    figures = true_figures(Random(f"{job.seed}-figures"), job.figures_on.day)
    drawn = _own_sheets(_Sheets(Random(job.seed), hand, job), figures)
    for sheet in drawn:
        sheet.name, sheet.of = f"{sheet.name} {job.office.short_name}"[:31], job.office.code
    return drawn


def _scoring_sheets(sheets: _Sheets, figures: dict[str, str]) -> list[Sheet]:
    """Phụ lục IB and IIB of a unit that scores its communes."""
    job, random, hand = sheets.job, sheets.random, sheets.hand
    given = Random(f"{job.seed}-communes")
    points = {commune.code: true_points(given, False) for commune in job.communes}
    year = job.letter.year
    years = {
        commune.code: (
            given.randint(2013, 2017),
            None if given.random() < 0.06 else given.randint(2018, 2020),
        )
        for commune in job.communes
    }
    if job.version > 1:
        first = points[job.communes[0].code]
        first["7.2.1"] = type(first["7.2.1"])("0.75") - first["7.2.1"]
    who, whom = (
        ("tỉnh", "xã, phường") if job.office.level == "province" else ("cấp huyện", "xã, phường, thị trấn")
    )
    titles = ["Phụ lục IB", f"Kết quả UBND {who} chấm điểm tiêu chí 7.2 các {whom} năm {year}"]
    titles.append("theo Phụ lục III – Quyết định 3396/QĐ-UBND")
    above = lines_above(random, hand, job.office, job.letter, titles, random.random() < 0.5)
    ib = draw_ib(random, hand, job.communes, points, above, sheets.top, sheets.left)
    drawn = [sheets.sheet(("PL IB", "Phụ lục IB", "IB"), ib)]
    tasks, conversion = (
        "Kết quả triển khai nhiệm vụ",
        "Kết quả chuyển đổi, xây dựng mới hệ thống quản lý chất lượng",
    )
    if random.random() < 0.5:
        common = ["Phụ lục IIB", "Kết quả chuyển đổi, xây dựng và áp dụng HTQLCL theo TCVN ISO 9001:2015"]
        above = [
            *lines_above(random, hand, job.office, job.letter, common, False),
            Cell(f"1. {tasks}.", "title"),
        ]
        iib_1 = draw_iib_1(random, hand, job.office, figures, above)
        iib_2 = draw_iib_2(random, hand, job.communes, years, [Cell(f"2. {conversion}", "title")])
        return [*drawn, sheets.sheet(("PL IIB", "Phụ lục IIB"), iib_1, iib_2)]
    above = lines_above(random, hand, job.office, job.letter, ["Phụ lục IIB.1", tasks], False)
    drawn.append(sheets.sheet(("PL IIB.1", "IIB1"), draw_iib_1(random, hand, job.office, figures, above)))
    above = lines_above(random, hand, job.office, job.letter, ["Phụ lục IIB.2", conversion], False)
    return [*drawn, sheets.sheet(("PL IIB.2", "IIB2"), draw_iib_2(random, hand, job.communes, years, above))]


def fault_entry(
    job: Job, planted: Planted, sheet: str = "", cell: str = "", or_at: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    """A planted fault as it stands in truth.json."""
    entry: dict[str, Any] = {"file": job.file, "sheet": sheet, "cell": cell, "code": planted.code}
    entry |= {"kind_of_fault": planted.kind, "unit": job.office.code, "follows": planted.follows}
    return entry | {"or": list(or_at), "note": ""}


def _truth(
    job: Job, book: Book, sheets: list[Placed]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, str]]]:
    where: dict[int, tuple[str, str]] = {id(placed.sheet): (placed.sheet.name, "") for placed in sheets}
    for placed in sheets:
        where |= {id(cell): (placed.sheet.name, address(*spot)) for spot, cell in placed.cells.items()}
    values: list[dict[str, Any]] = []
    faults: list[dict[str, Any]] = []
    tolerated: list[dict[str, str]] = []

    def note(planted: Planted, sheet: str, cell: str) -> None:
        # Another fault of the same file may have taken a row out; what is not written is no place to report at.
        or_at = [
            dict(zip(("sheet", "cell"), where[id(other)], strict=True))
            for other in planted.or_at
            if id(other) in where
        ]
        faults.append(fault_entry(job, planted, sheet, cell, or_at))

    for planted in book.planted:
        note(planted, "", "")
    for placed in sheets:
        name = placed.sheet.name
        for planted in placed.faults:
            note(planted, name, "")
        if placed.sheet.tolerated:
            tolerated.append({"file": job.file, "sheet": name, "cell": "*", "why": placed.sheet.tolerated})
        for spot, cell in placed.cells.items():
            if cell.true and (cell.value is not None or cell.true.spoilt_by):
                true = cell.true
                entry = {"file": job.file, "sheet": name, "cell": address(*spot)}
                entry |= {"form": true.form, "unit": true.unit, "item": true.item, "kind": true.kind}
                entry |= {"type": true.type, "value": true.value, "state": true.state}
                values.append(entry | {"spoilt": bool(true.spoilt_by), "spoilt_by": true.spoilt_by})
            for planted in cell.planted:
                note(planted, name, address(*spot))
            if cell.tolerated and cell.value is not None:
                tolerated.append(
                    {"file": job.file, "sheet": name, "cell": address(*spot), "why": cell.tolerated}
                )
    return values, faults, tolerated
