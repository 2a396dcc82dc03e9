"""The sheets of a workbook that this program once wrote: they come through the gate like anything from outside."""

from pathlib import Path

from pipelines.intake.files.workbook import Sheet, read_workbook
from pipelines.intake.gate.inspection import inspect
from pipelines.operations.request import OperatorError, no_file
from schemas.findings import load_catalogue


def open_sheets(file: Path) -> dict[str, Sheet]:
    """The sheets of a file by name. Raises OperatorError for one that is not there or cannot be read."""
    if not file.is_file():
        raise OperatorError(no_file(file))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise OperatorError(f"Không mở được tệp “{file}”.") from error
    return sheets_of(data, file.name)


def sheets_of(data: bytes, name: str) -> dict[str, Sheet]:
    """The sheets of a workbook's bytes by name. Raises OperatorError for one that cannot be read as it stands."""
    gate = inspect(data, name)
    findings = list(gate.findings)
    sheets: list[Sheet] = []
    if gate.readable:
        book = read_workbook(data, gate)
        sheets, findings = book.sheets, [*findings, *book.findings]
    if not sheets:
        catalogue = load_catalogue()
        raise OperatorError(f"{name}: {'; '.join(catalogue[one.code].wording(one) for one in findings)}")
    for sheet in sheets:
        flags = gate.sheets.get(sheet.name)
        if flags is not None and (bad := [*flags.error_cells, *flags.uncalculated]):
            raise OperatorError(f"{name}, trang “{sheet.name}”, ô {bad[0]}: ô lỗi hoặc công thức chưa tính.")
    return {sheet.name: sheet for sheet in sheets}
