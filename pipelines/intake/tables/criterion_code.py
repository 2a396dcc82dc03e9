"""The code of a criterion where a cell names one."""

import re

# A last part may be letters: 7.2.T for a bonus. A word behind a full stop ("7.2.Tổng cộng") is none.
_CODE = re.compile(r"\d+(?:\.\d+)+(?:\.[A-ZĐ]{1,3}(?!\w))?")


def criterion_code(typed: str) -> str | None:
    """The code in a criterion's cell: "7.2.1", "Mục 7.2.1", "Tiêu chí 7.2.1.", "7.2.1.1", "7.2.T"."""
    match = _CODE.search(typed.upper())
    return match[0] if match else None
