"""Runs that read and write in the test's own process: what they say is the same, and no process is started for each."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from pipelines.intake.files import (
    batch,
    processes,
)  # what reads is imported once, with numpy as tests need it

assert batch


class _Here(Executor):
    """Does work when it is handed in."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args, **named))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture(scope="module")
def in_one_process() -> Iterator[None]:
    """For tests that ask what runs say of what was sent; those of processes, kills and whole provinces go without."""

    def here(campaign: object, count: int) -> Executor:
        # A run's own process would know nothing of the run before.
        processes.campaign_of.cache_clear()
        processes._reader_of.cache_clear()
        return _Here()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "reading_processes", here)
        yield
