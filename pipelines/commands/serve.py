"""`bangdiem serve`: the page of the runs and the monthly schedule."""

import argparse
import socket
from pathlib import Path

from pipelines.console import Terminal
from pipelines.flows.quiet import keep_to_this_machine
from pipelines.flows.server import running_server
from pipelines.operations.request import OperatorError, default_month
from pipelines.settings import SERVER_HOST, Exit

_COUNTED = {"truoc": "tháng liền trước ngày chạy", "nay": "tháng của ngày chạy, đến hết tháng ấy"}


def _refuse_taken_port(port: int, warehouse: Path) -> None:
    if url := running_server(warehouse):
        raise OperatorError(f"Trang theo dõi của kho này đang mở ở {url}; không cần mở lần nữa.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # connect, not bind: Windows lets two sockets bind one port.
        probe.settimeout(0.3)
        if probe.connect_ex((SERVER_HOST, port)) == 0:
            raise OperatorError(f"Cổng {port} đang có chương trình khác dùng; chọn cổng khác bằng --port.")


def _campaign(name: str | None, raw: Path, scheduled: bool) -> str | None:
    there_are = sorted(path.parent.name for path in raw.glob("*/campaign.toml"))
    if name is None and len(there_are) == 1:
        return there_are[0]
    if (name is None and scheduled) or (name is not None and name not in there_are):
        wrong = f"Không có đợt “{name}” trong {raw}" if name else "Lịch chạy cần biết đợt nào (--campaign)"
        raise OperatorError(f"{wrong}; các đợt hiện có: {', '.join(there_are) or 'chưa có đợt nào'}.")
    return name


def serve(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl+C, then ends with 0: stopping is how it is meant to end."""
    campaign = _campaign(arguments.campaign, arguments.raw, arguments.cron is not None)
    _refuse_taken_port(arguments.port, arguments.warehouse)
    if arguments.month and not arguments.cron:
        raise OperatorError("Chỉ ghi --month cùng với lịch chạy: thêm --cron, hoặc bỏ --month đi.")
    # Each run reads it anew; a schedule that goes on counting last month's end is told before it begins.
    counted = _COUNTED.get(arguments.month or "", "")
    if campaign and arguments.cron and not counted:
        month = default_month(arguments.raw / campaign)
        counted = f"tháng {month}, theo default_month trong campaign.toml; sang tháng mới thì sửa dòng ấy"
    terminal = Terminal()
    terminal.say("Đang mở trang theo dõi…")
    url = f"http://{SERVER_HOST}:{arguments.port}"
    keep_to_this_machine(arguments.warehouse, url)

    from pipelines.flows.page_process import PageFailed
    from pipelines.flows.serve import monthly_schedule, serve_monthly

    try:
        schedule = monthly_schedule(arguments.cron)
    except ValueError as error:
        raise OperatorError(
            f'Lịch “{arguments.cron}” không đúng dạng cron (phút giờ ngày tháng thứ), ví dụ "0 7 1 * *".'
        ) from error

    def ready(address: str) -> None:
        terminal.say(f"Trang theo dõi các lượt chạy: {address}")
        if arguments.cron:
            terminal.say(f"Lịch chạy đợt {campaign}: {arguments.cron} (giờ Việt Nam)")
            terminal.say(f"Mỗi lượt tính {counted}.")
        terminal.say("Để cửa sổ này mở; nhấn Ctrl+C để dừng.")

    try:
        serve_monthly(
            arguments.port, schedule, campaign, arguments.month, arguments.raw, arguments.warehouse, ready
        )
    except PageFailed as error:
        raise OperatorError(str(error)) from error
    except KeyboardInterrupt:
        pass
    terminal.say("Đã dừng trang theo dõi và lịch chạy.")
    return Exit.DONE
