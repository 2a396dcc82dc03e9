"""Why a warehouse is not written to: it is of a newer release, or what it holds breaks a rule."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.declaration import DeclarationError

Row = tuple[Any, ...]


class WarehouseDamaged(DeclarationError):
    """A database file that DuckDB cannot open: nothing that a run could not make again from `raw/`."""

    def __init__(self, path: Path) -> None:
        problem = (
            "không mở được kho số liệu; chuyển tệp hoặc thư mục này đi nơi khác rồi chạy lại “bangdiem run”"
        )
        super().__init__(path, None, problem)


class WarehouseTooNew(Exception):
    """The file was migrated by a newer release than this one."""

    def __init__(self, folder: Path, version: int) -> None:
        super().__init__(
            f"Kho {folder} do bản bangdiem mới hơn tạo (phiên bản bảng {version}): cài bản mới hơn."
        )


class WarehouseUnsound(Exception):
    """A rule of `warehouse/checks` does not hold: a fault of this program. `broken` maps rule to offending rows."""

    def __init__(self, broken: Mapping[str, Sequence[Row]]) -> None:
        self.broken = dict(broken)
        super().__init__(
            "; ".join(f"{rule}: {len(rows)} rows, first {rows[0]}" for rule, rows in broken.items())
        )
