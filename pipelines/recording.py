"""The command line of what is recorded for good: appraisal sheets, the official publication, the ledger's proof."""

from pathlib import Path

from pipelines.arguments import Commands, add_campaign, add_month, add_places, command, day, head


def add_appraise(commands: Commands) -> None:
    """`appraise export` and `appraise import`."""
    appraise = commands.add_parser(
        "appraise", help="thẩm định trong Excel: xuất phiếu thẩm định, nhập phiếu vào sổ điểm"
    )
    actions = appraise.add_subparsers(title="lệnh", metavar="LỆNH", dest="action", required=True)
    export = actions.add_parser("export", help="xuất phiếu thẩm định hoặc phiếu giải trình, mỗi khối một tệp")
    add_campaign(export)
    export.add_argument(
        "--round", metavar="VÒNG",
        help="tham_dinh_1, giai_trinh hoặc tham_dinh_2 (mặc định: vòng đang mở)",
    )  # fmt: skip
    export.add_argument(
        "--date", type=day, metavar="NGÀY", help="ngày xuất, ví dụ 05/01/2022 (mặc định: hôm nay)"
    )
    export.add_argument(
        "--out",
        type=Path,
        metavar="THƯ_MỤC",
        help="nơi ghi phiếu (mặc định: thư mục phieu trong kho số liệu)",
    )
    export.add_argument("--all", action="store_true", help="sau lần 1, xuất cả tiêu chí không còn gì để bàn")
    add_places(export)
    export.set_defaults(execute=command("appraise", "export"))
    take_in = actions.add_parser("import", help="nhập phiếu đã ghi vào sổ điểm của đợt")
    take_in.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="phiếu đã ghi")
    take_in.add_argument("--by", required=True, metavar="HỌ_TÊN", help="người chịu trách nhiệm về điểm")
    take_in.add_argument(
        "--date", type=day, metavar="NGÀY", help="ngày thẩm định, ví dụ 05/01/2022 (mặc định: hôm nay)"
    )
    take_in.add_argument("--strict", action="store_true", help="thoát với mã 4 khi có dòng không nhận")
    add_places(take_in)
    take_in.set_defaults(execute=command("appraise", "take_in"))


def add_publish(commands: Commands) -> None:
    """`publish`."""
    publish = commands.add_parser(
        "publish", help="lập phụ lục: bản dự thảo, hoặc bản chính thức ghi vào sổ điểm (--final)"
    )
    add_campaign(publish)
    add_month(publish)
    publish.add_argument(
        "--final", action="store_true", help="công bố chính thức; từ chối khi còn thiếu điểm"
    )
    publish.add_argument(
        "--by", default="", metavar="HỌ_TÊN", help="người chịu trách nhiệm công bố (với --final)"
    )
    publish.add_argument(
        "--date",
        type=day,
        metavar="NGÀY",
        help="ngày công bố (với --final), ví dụ 05/01/2022 (mặc định: hôm nay)",
    )
    add_places(publish)
    publish.set_defaults(execute=command("publish", "publish"))


def add_audit(commands: Commands) -> None:
    """`audit`."""
    audit = commands.add_parser(
        "audit",
        help="kiểm chứng sổ điểm nguyên vẹn, khớp với các bản đã công bố và các mã đã in",
    )
    add_campaign(audit)
    audit.add_argument(
        "--head", type=head, nargs="+", default=[], metavar="SỐ:MÃ",
        help="mã ở chân trang phụ lục đã in, ví dụ 12:3f9a27c10b5e88d2",
    )  # fmt: skip
    audit.add_argument(
        "--set-aside", action="store_true", help="chuyển dòng cuối viết dở sang tệp khác rồi mới kiểm tra"
    )
    add_places(audit)
    audit.set_defaults(execute=command("audit", "audit"))
