"""An office PC in a folder of its own: raw/, a warehouse, and the runs that a person starts there."""

import datetime
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from openpyxl import load_workbook

from pipelines.operations.month.run import Run
from pipelines.operations.official.publish import Published, publish_final
from pipelines.operations.receive import Received, receive
from pipelines.operations.request import RunRequest
from pipelines.steps import take_every_step
from pipelines.store.ledger import LEDGER, Ledger, load_ledger
from pipelines.store.read_copy import current_copy
from pipelines.summary import RunSummary

ROOT = Path(__file__).parents[2]
SAMPLE = "ha-tinh-2021"
SAMPLE_FILE = "nghi-xuan/Báo cáo ISO 2021 - Nghi Xuân.xlsx"
# The annex of the sample's district, the ranking, and the first of its communes.
ANNEX = "Phụ lục IB/Phụ lục IB - Huyện Nghi Xuân.xlsx"
RANKING = "Xếp hạng toàn tỉnh.xlsx"
XUAN_LAM = "18400"
Row = tuple[Any, ...]


class Quiet:
    """Progress that nobody watches."""

    def start(self, what: str, total: int) -> None: ...

    def advance(self, n: int = 1) -> None: ...

    def done(self) -> None: ...


@dataclass
class Office:
    """One campaign under `raw` and the warehouse that its runs write."""

    raw: Path
    warehouse: Path
    campaign: str = SAMPLE

    @property
    def folder(self) -> Path:
        return self.raw / self.campaign

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    def published(self, month: str = "2021-12") -> Path:
        return self.warehouse / "published" / self.campaign / month

    def run(self, month: str | None = None, charts: bool = False) -> RunSummary:
        """A whole run in this process, without Prefect; without charts, which take most of its time."""
        run = Run.open(RunRequest(self.campaign, month, self.raw, self.warehouse, charts=charts), Quiet())
        try:
            take_every_step(run)
            return run.summary()
        finally:
            run.close()

    def receive(
        self, *names: str, on: datetime.date | None, doc_date: datetime.date | None = None
    ) -> list[str]:
        """Files of the inbox noted in the book; what the person is told."""
        told: list[str] = []
        files = [self.inbox / name for name in names]
        receive(self.raw, self.campaign, files, Received(on, "", doc_date), told.append)
        return told

    def publish(
        self, on: datetime.date | None = datetime.date(2022, 2, 1), by: str = "Nguyễn Thị Hoà"
    ) -> Published:
        """The month made official, without charts."""
        request = RunRequest(self.campaign, None, self.raw, self.warehouse, charts=False)
        return publish_final(request, by, on, Quiet())

    def ledger(self) -> Ledger:
        """What stands in the campaign's ledger."""
        return load_ledger(self.folder / LEDGER)

    @property
    def places(self) -> tuple[str, ...]:
        """The options that say where this office's folders are."""
        return "--raw", str(self.raw), "--warehouse", str(self.warehouse)

    def ask(self, sql: str) -> list[Row]:
        """The answer of the published read copy."""
        with duckdb.connect(str(current_copy(self.warehouse / "read")), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def findings(self) -> set[tuple[str, str, str, str]]:
        """(path, code, sheet, cell) of the board's findings."""
        rows = read_sheet(self.published() / "Theo dõi.xlsx", "Phát hiện")[5:]
        return {(row[2], row[9], row[3] or "", row[4] or "") for row in rows if row[9]}

    def states(self) -> dict[tuple[str, str], str]:
        """(unit's name, form's name) → how it stands on the board."""
        rows = read_sheet(self.published() / "Theo dõi.xlsx", "Tiến độ nộp")[5:]
        return {(row[1], row[2]): row[3] for row in rows}

    def send(self, name: str, content: bytes | Path) -> Path:
        """Puts a file into the inbox as a person would, by dropping it there."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
        return path


def office_with_sample(folder: Path) -> Office:
    """The sample campaign of the repository, copied so that it can be changed."""
    shutil.copytree(ROOT / "raw" / SAMPLE, folder / "raw" / SAMPLE)
    return Office(folder / "raw", folder / "warehouse")


def read_sheet(path: Path, sheet: str) -> list[Row]:
    """The values of a written sheet, row by row."""
    book = load_workbook(path, read_only=True)
    try:
        return list(book[sheet].iter_rows(values_only=True))
    finally:
        book.close()


def change_workbook(source: Path, target: Path, changes: dict[tuple[str, str], object]) -> None:
    """A copy of a workbook in which some cells, (sheet, address), hold something else."""
    book = load_workbook(source)
    for (sheet, cell), value in changes.items():
        book[sheet][cell] = value
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)


def contents(folder: Path, skip: Iterable[str] = ()) -> dict[str, bytes]:
    """Every published file with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in skip
    }


Command = Callable[..., tuple[int, str, str]]
