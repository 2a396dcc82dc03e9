"""The command line in this process, as in the acceptance tests; runs do all their work in it too."""

import pytest

from tests.acceptance.conftest import bangdiem
from tests.one_process import in_one_process

__all__ = ["bangdiem", "in_one_process"]


@pytest.fixture(autouse=True, scope="module")
def _without_processes(in_one_process: None) -> None: ...
