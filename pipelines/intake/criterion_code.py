"""The code of a criterion where a cell names one."""

import re

_CODE = re.compile(r"\d+(?:\.\d+)+")


def criterion_code(typed: str) -> str | None:
    """The code in a criterion's cell: "7.2.1", "Mục 7.2.1", "Tiêu chí 7.2.1."."""
    match = _CODE.search(typed)
    return match[0] if match else None
