"""`bangdiem appraise`: writes the sheets of a round of appraisal, and takes them back into the ledger."""

import argparse
from collections.abc import Sequence

from pipelines.console import Terminal, short_path
from pipelines.settings import Exit
from pipelines.summary import ShownFinding
from schemas.campaigns.rounds import ROUND_VI

MOST_ALIKE = 5


def export(arguments: argparse.Namespace) -> int:
    """Writes a sheet for each block, and says how much of it is open."""
    from pipelines.operations.appraisal.export import export_sheets

    terminal = Terminal()
    done = export_sheets(
        arguments.raw,
        arguments.warehouse,
        arguments.campaign,
        arguments.round,
        arguments.date,
        arguments.out,
        arguments.all,
    )
    if done.sheets:
        rows = [(one.block, str(one.row_count), str(one.open_count)) for one in done.sheets]
        terminal.show_table(f"Phiếu {ROUND_VI[done.round]}", ("Khối", "Số dòng", "Còn trống"), rows)
    else:
        terminal.say(f"Vòng {ROUND_VI[done.round]}: không có gì để lập phiếu.")
    for one in done.sheets:
        if one.kept:
            terminal.tell(f"Giữ nguyên {short_path(one.path)}: {one.kept}.", "  ")
        if one.aside:
            terminal.tell(
                f"Phiếu cũ có dòng không nhập được nữa, cất ở {short_path(one.aside)}; ghi lại vào phiếu mới.",
                "  ",
            )
    written = [one.path for one in done.sheets if not one.kept]
    if written:
        terminal.say(f"Đã ghi {len(written)} phiếu vào {short_path(written[0].parent)}")
    if done.sheets and done.without:
        terminal.say(f"Không lập phiếu cho {len(done.without)} khối không có gì để bàn.")
    return Exit.DONE


def take_in(arguments: argparse.Namespace) -> int:
    """Takes sheets back; 4 when `--strict` and a row or a file was refused, else 0."""
    from pipelines.operations.appraisal.take_in import import_sheets

    terminal = Terminal()
    done = import_sheets(arguments.files, arguments.raw, arguments.warehouse, arguments.by, arguments.date)
    rows = [
        (one.path.name, str(one.taken), str(one.unchanged), str(one.refused), str(one.left_open))
        for one in done
    ]
    headings = ("Phiếu", "Đã ghi", "Không đổi", "Không nhận", "Còn trống")
    terminal.show_table(f"Nhập phiếu, người ghi: {arguments.by}", headings, rows)
    for one in done:
        if one.findings:
            terminal.say(short_path(one.path))
            _show(terminal, one.findings)
    return Exit.FILES_HAVE_ERRORS if arguments.strict and any(one.has_errors for one in done) else Exit.DONE


def _show(terminal: Terminal, findings: Sequence[ShownFinding]) -> None:
    """All findings, but of one kind only the first few in full: a stale sheet is stale in a hundred rows."""
    by_advice: dict[str, list[ShownFinding]] = {}
    for finding in findings:
        by_advice.setdefault(finding.advice, []).append(finding)
    for alike in by_advice.values():
        terminal.show_findings(alike[:MOST_ALIKE])
        if rest := alike[MOST_ALIKE:]:
            terminal.tell(
                f"    … và {len(rest)} ô nữa như vậy: {', '.join(one.cell for one in rest)}", "      "
            )
