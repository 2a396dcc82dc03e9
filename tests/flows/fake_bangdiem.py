"""`bangdiem` over invented operations: `python fake_bangdiem.py ARGUMENTS…`, for tests of the door alone."""

import errno
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path

from pipelines.operations.receive import Received
from pipelines.operations.request import OperatorError, RunRequest
from pipelines.steps import INGEST, PUBLISH

ORDER = [step.name for step in INGEST + PUBLISH]


class Run:
    """A run of ten quick steps that writes down what was called."""

    unchanged = False

    def __init__(self, request: RunRequest) -> None:
        self.request, self.trace = request, request.warehouse / "trace.txt"

    @classmethod
    def open(cls, request: RunRequest, progress: object) -> "Run":
        """Opens, or fails the way the campaign is called."""
        from pipelines.store.lock import WarehouseBusy
        from schemas.declaration import DeclarationError

        failures: dict[str, Exception] = {
            "busy": WarehouseBusy(request.warehouse),
            "broken": DeclarationError(Path("raw/broken/campaign.toml"), 3, "ngày không đúng"),
            "nowhere": OperatorError("Không có đợt “nowhere”; các đợt hiện có: ha-tinh-2021."),
            "bug": ZeroDivisionError("ours"),
            "stopped": KeyboardInterrupt(),  # type: ignore[dict-item]
            "stopped-in-a-query": RuntimeError("Query interrupted"),
            "disk-full": RuntimeError('FATAL Error: Could not write file "x": No space left on device'),
            "disk-full-unnamed": OSError(errno.ENOSPC, "No space left on device"),
        }
        if request.campaign in failures:
            raise failures[request.campaign]
        run = cls(request)
        run.unchanged = request.campaign == "unchanged"
        run._note("open")
        return run

    def _note(self, word: str) -> None:
        self.trace.parent.mkdir(parents=True, exist_ok=True)
        with self.trace.open("a", encoding="utf-8") as file:
            file.write(word + "\n")

    def __getattr__(self, name: str) -> object:
        if name not in ORDER:
            raise AttributeError(name)

        def step() -> dict[str, object]:
            self._note(name)
            if self.request.campaign == "refused-late" and name == "score":
                raise OperatorError("Quyết định chưa có hiệu lực.")
            if self.request.campaign == "stopped-late" and name == "score":
                raise KeyboardInterrupt
            return {"count": 1}

        return step

    def summary(self) -> object:
        """A table of one form."""
        from pipelines.summary import RunSummary, SummaryRow

        row = SummaryRow("Phụ lục IB", 13, 1, 0, 12, 1, 17, 1)
        long_path = self.request.warehouse / "published" / ("x" * 90) / "phu-luc-ib.xlsx"
        return RunSummary(
            "Đợt ha-tinh-2021, tháng 2021-12",
            [row],
            SummaryRow("Tổng cộng", 13, 1, 0, 12, 1, 17, 1),
            [long_path],
            ["Tệp [xếp hạng].xlsx đang mở trong Excel; đóng lại rồi chạy lại."],
            has_errors=True,
        )

    def close(self) -> None:
        """Frees what was held."""
        self._note("close")


def check_files(files: list[Path], campaign: str | None, raw: Path) -> object:
    """One finding per file, an error only in a file called bad."""
    from pipelines.summary import CheckedFile, CheckReport, ShownFinding

    return CheckReport(
        [
            CheckedFile(
                path,
                ["Phụ lục IB"],
                [
                    ShownFinding(
                        "rejects_row" if path.stem == "bad" else "warns",
                        "IB",
                        "C7",
                        "“0,3x” không phải là số",
                        "Gõ lại",
                    )
                ],
            )
            for path in files
        ]
    )


def receive(
    raw: Path, campaign: str, files: list[Path], how: Received, tell: Callable[[str], object]
) -> None:
    """One line per file; the campaign "held" fails at the second."""
    for number, path in enumerate(files):
        if number and campaign == "held":
            raise OperatorError("Không ghi được arrivals.csv.")
        tell(f"{path.name}: {how.on} {how.number} {how.doc_date or ''}".rstrip())


def install() -> None:
    """Puts these operations where the commands import them from."""
    for name, contents in (
        ("month.run", {"Run": Run}),
        ("check", {"check_files": check_files}),
        ("receive", {"receive": receive, "Received": Received}),
    ):
        module = types.ModuleType(f"pipelines.operations.{name}")
        vars(module).update(contents)
        sys.modules[module.__name__] = module


if __name__ == "__main__":
    install()
    from pipelines.cli import main

    started = time.perf_counter()
    code = main(sys.argv[1:])
    print(f"seconds {time.perf_counter() - started:.2f}", file=sys.stderr)
    sys.exit(code)
