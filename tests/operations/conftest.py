"""The command line in this process, as in the acceptance tests."""

from tests.acceptance.conftest import bangdiem

__all__ = ["bangdiem"]
