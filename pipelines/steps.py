"""The steps of a monthly run, in order: what Prefect shows as tasks and `--direct` simply calls."""

from typing import NamedTuple, Protocol

Counts = dict[str, object]


class Steps(Protocol):
    """An open monthly run. Each step returns counts that fit in JSON; tables stay in the warehouse."""

    def take_stock(self) -> Counts:
        """Hashes what lies in the inbox and sets it against what is known."""

    def read_changed(self) -> Counts:
        """Reads the files whose content is new."""

    def settle(self) -> Counts:
        """Decides which submission of each unit counts."""

    def write_sources(self) -> Counts:
        """Writes where every figure came from."""

    def score(self) -> Counts:
        """Applies the decision."""

    def write_annexes(self) -> Counts:
        """Writes the annexes that are signed."""

    def write_summary(self) -> Counts:
        """Writes the province's summary table."""

    def write_board(self) -> Counts:
        """Writes the arrival board and the findings."""

    def write_charts(self) -> Counts:
        """Writes the charts."""

    def finish(self) -> Counts:
        """Publishes the read copy, the manifest and the record of the run."""


class Step(NamedTuple):
    """`name` is a method of `Steps`; `label` is what the page of the runs shows."""

    name: str
    label: str
    retries: int = 0


# Retries only where chance can fail: a network share that drops, an output that a person holds open in Excel.
INGEST = (
    Step("take_stock", "Kiểm kê hộp thư đến", retries=2),
    Step("read_changed", "Đọc tệp mới", retries=2),
    Step("settle", "Chọn bản có hiệu lực"),
)
PUBLISH = (
    # Other processes write the workbooks: what takes them long is handed to them as early as it can be.
    Step("write_sources", "Lập bảng nguồn số liệu", retries=1),
    Step("score", "Chấm điểm, xếp hạng"),
    Step("write_board", "Lập bảng theo dõi", retries=1),
    Step("write_summary", "Lập biểu tổng hợp", retries=1),
    Step("write_annexes", "Lập phụ lục", retries=1),
    Step("write_charts", "Vẽ biểu đồ", retries=1),
    Step("finish", "Công bố bản đọc", retries=1),
)


def take_step(run: Steps, step: Step) -> Counts:
    """Takes one step of `run`; returns its counts."""
    counts: Counts = getattr(run, step.name)()
    return counts


def take_every_step(run: Steps) -> None:
    """The whole run without Prefect."""
    for step in INGEST + PUBLISH:
        take_step(run, step)
