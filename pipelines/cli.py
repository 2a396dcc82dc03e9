"""The command line: what can be asked. Each command is imported only when it is asked for."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pipelines.arguments import (
    Commands,
    add_campaign,
    add_month,
    add_places,
    add_raw,
    command,
    count,
    day,
    port,
    seed,
)
from pipelines.guard import guarded
from pipelines.recording import add_appraise, add_audit, add_publish
from pipelines.settings import SERVER_PORT, Exit
from pipelines.vietnamese_argparse import Parser, describe, speak_vietnamese

_EXIT_CODES = """mã thoát:
  0    xong, dù tệp của đơn vị gửi có lỗi gì
  1    lỗi của chương trình
  2    dùng sai lệnh, hoặc khai báo hỏng
  3    một lượt chạy khác đang ghi
  4    tệp có lỗi (check; run và appraise import với --strict), còn thiếu điểm
       (publish --final), sổ điểm không khớp (audit)
"""


def _add_run(commands: Commands) -> None:
    run = commands.add_parser("run", help="chạy một tháng của đợt: đọc, kiểm tra, chấm điểm, lập phụ lục")
    add_campaign(run)
    add_month(run)
    add_places(run)
    run.add_argument("--direct", action="store_true", help="chạy thẳng, không qua Prefect (nhanh hơn)")
    run.add_argument("--strict", action="store_true", help="thoát với mã 4 khi có tệp lỗi")
    run.add_argument(
        "--no-charts", dest="charts", action="store_false", help="không vẽ biểu đồ (chạy thử cho nhanh)"
    )
    run.set_defaults(execute=command("run", "run"))


def _add_check(commands: Commands) -> None:
    check = commands.add_parser("check", help="kiểm tra tệp rời, không ghi vào kho số liệu")
    check.add_argument(
        "files", nargs="+", type=Path, metavar="TỆP", help="bảng tính cần kiểm tra, hoặc thư mục chứa các tệp"
    )
    check.add_argument(
        "--campaign", metavar="ĐỢT", help="kiểm tra theo danh sách đơn vị và quyết định của đợt này"
    )
    add_raw(check)
    check.set_defaults(execute=command("check", "check"))


def _add_receive(commands: Commands) -> None:
    receive = commands.add_parser("receive", help="nhận tệp vào hộp thư đến và ghi vào sổ")
    add_campaign(receive)
    receive.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="tệp đơn vị đã gửi")
    receive.add_argument(
        "--date", type=day, metavar="NGÀY", help="ngày nhận, ví dụ 05/12/2021 (mặc định: hôm nay)"
    )
    receive.add_argument(
        "--number", default="", metavar="SỐ", help="số, ký hiệu văn bản kèm theo, ví dụ 31/BC-UBND"
    )
    receive.add_argument(
        "--doc-date", type=day, metavar="NGÀY", help="ngày ký của văn bản đó, ví dụ 03/12/2021"
    )
    receive.add_argument(
        "--again",
        action="store_true",
        help="đơn vị gửi lại chính tệp đã vào sổ, thay cho bản gửi sau đó: ghi thêm một lần nhận",
    )
    add_raw(receive)
    receive.set_defaults(execute=command("receive", "receive"))


def _add_demo(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="dựng một tỉnh mô phỏng để thử và tập huấn")
    demo.add_argument("--communes", type=count, default=216, metavar="N", help="số xã (mặc định: 216)")
    demo.add_argument("--months", type=count, default=1, metavar="M", help="số tháng (mặc định: 1)")
    demo.add_argument(
        "--seed", type=seed, default=1, metavar="S", help="số gieo: cùng số thì cùng tỉnh (mặc định: 1)"
    )
    demo.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC", help="nơi ghi tỉnh mô phỏng")
    demo.set_defaults(execute=command("demo", "demo"))


def _add_criteria(commands: Commands) -> None:
    criteria = commands.add_parser(
        "criteria", help="bảng điểm của quyết định: soát lỗi, xuất ra Excel, nhập từ Excel"
    )
    actions = criteria.add_subparsers(title="lệnh", metavar="LỆNH", dest="action", required=True)
    check = actions.add_parser("check", help="soát lỗi bảng điểm và diễn giải từng cách tính thành câu")
    check.add_argument(
        "folder", nargs="?", type=Path, metavar="THƯ_MỤC",
        help="thư mục của một hay nhiều quyết định (mặc định: schemas/criteria)",
    )  # fmt: skip
    check.set_defaults(execute=command("criteria", "check"))
    show = actions.add_parser("show", help="xuất bảng điểm của một quyết định ra Excel để đọc, in và sửa")
    show.add_argument("decision", metavar="QUYẾT_ĐỊNH", help="thư mục của quyết định, ví dụ mau/7-2-so-lieu")
    show.add_argument("-o", "--out", type=Path, required=True, metavar="TỆP", help="tệp .xlsx để ghi")
    show.set_defaults(execute=command("criteria", "show"))
    take_in = actions.add_parser(
        "import", help="nhập bảng điểm đã sửa trong Excel trở lại thư mục của quyết định"
    )
    take_in.add_argument("file", type=Path, metavar="TỆP", help="tệp .xlsx do lệnh show ghi ra")
    take_in.add_argument(
        "--folder", type=Path, metavar="THƯ_MỤC",
        help="thư mục của quyết định (mặc định: theo tên ghi trong tệp, dưới schemas/criteria)",
    )  # fmt: skip
    take_in.set_defaults(execute=command("criteria", "take_in"))


def _add_serve(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="mở trang theo dõi các lượt chạy và lịch chạy hằng tháng")
    serve.add_argument(
        "--cron", metavar="LỊCH", help='lịch chạy dạng cron, ví dụ "0 7 1 * *": 7 giờ ngày 1 hằng tháng'
    )
    serve.add_argument(
        "--campaign", metavar="ĐỢT", help="đợt chạy theo lịch (mặc định: đợt duy nhất trong raw)"
    )
    serve.add_argument(
        "--month",
        choices=("truoc", "nay"),
        help="tháng mà mỗi lượt tính: truoc là tháng liền trước ngày chạy, nay là tháng của ngày chạy (mặc định: "
        "default_month của đợt)",
    )
    serve.add_argument(
        "--port",
        type=port,
        default=SERVER_PORT,
        metavar="CỔNG",
        help=f"cổng của trang (mặc định: {SERVER_PORT})",
    )
    add_places(serve)
    serve.set_defaults(execute=command("serve", "serve"))


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands. Each sets `execute`, which takes the parsed arguments."""
    speak_vietnamese()
    parser: argparse.ArgumentParser = Parser(
        prog="bangdiem",
        description="Từ thư mục bảng tính đơn vị gửi đến phụ lục xếp hạng: áp dụng TCVN ISO 9001:2015.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", dest="command", required=True)

    for add in (
        _add_run, _add_check, _add_receive, _add_demo, _add_criteria, add_appraise, add_publish, add_audit, _add_serve,
    ):  # fmt: skip
        add(commands)
    describe(parser)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (`pipelines.settings.Exit`). Wrong usage raises SystemExit(2).

    Without a command it shows what there is, and 2: whoever types only the name wants to know.
    """
    for stream in (sys.stdout, sys.stderr):
        # An old console or a pipe in a legacy code page must neither crash nor lose the line.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    # Nothing here multiplies matrices. Else numpy's threads, one for each core, wait for work by turning: a tenth of a
    # second of every core, in each process that is started.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    parser = build_parser()
    if not (sys.argv[1:] if argv is None else argv):
        parser.print_help(sys.stderr)
        return Exit.REFUSED
    arguments = parser.parse_args(argv)
    return guarded(arguments.execute, arguments)
