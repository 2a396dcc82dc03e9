"""Records points in the warehouse, and asks the warehouse's rules, in a thread beside the one that makes workbooks."""

from concurrent.futures import Future, ThreadPoolExecutor

from pipelines.operations.month.score_tables import score_tables, standing_tables
from pipelines.scoring.score import Results
from pipelines.store.warehouse import Warehouse


class Recorder:
    """What is asked and recorded for one month of one campaign, in the order in which it was handed over.

    What fails there is raised by `finish`: pandera's SchemaErrors or WarehouseUnsound.
    """

    def __init__(self, warehouse: Warehouse, campaign: str, month: str) -> None:
        self._warehouse, self._campaign, self._month = warehouse, campaign, month
        self._thread = ThreadPoolExecutor(1)
        self._handed_over: list[Future[None]] = []

    def verify_received(self) -> None:
        """Ask what must be true of all that was read. Nothing that comes later changes it, and a question to all facts
        takes a while."""
        self._handed_over.append(
            self._thread.submit(_verify, self._warehouse.beside(), self._campaign, "received")
        )

    def record(self, results: Results) -> None:
        """Record points and results, and ask what must be true of them. The workbooks are made from what is at hand,
        and need not wait."""
        work = self._thread.submit(
            _record, self._warehouse.beside(), self._campaign, self._month, list(results)
        )
        self._handed_over.append(work)

    def finish(self) -> None:
        """Wait until all that was handed over is done."""
        while self._handed_over:
            self._handed_over.pop(0).result()

    def close(self) -> None:
        """Wait for what is still being done; nothing new is begun."""
        self._thread.shutdown(cancel_futures=True)


def _verify(warehouse: Warehouse, campaign: str, of: str) -> None:
    with warehouse:
        warehouse.verify(campaign, of)


def _record(warehouse: Warehouse, campaign: str, month: str, results: Results) -> None:
    with warehouse:
        tables = score_tables(campaign, month, results)
        # Most files that come in change no points.
        if tables != standing_tables(warehouse, campaign, month):
            from schemas.tables.scores import check_scores

            check_scores(*tables)
            warehouse.replace_results(campaign, month, *tables)
        warehouse.verify(campaign, "scored")
