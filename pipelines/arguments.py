"""The parts of the command line that several commands share: values as a person types them, and where things lie."""

import argparse
import importlib
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from pipelines.settings import RAW, WAREHOUSE
from schemas.period import read_month

_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")
_MONTH_FIRST = re.compile(r"^([0-9]{1,2})/([0-9]{4})$")
_HEAD = re.compile(r"(?:số)?([1-9][0-9]*)[:–-]([0-9a-f]{16,64})", re.IGNORECASE)
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

Execute: TypeAlias = Callable[[argparse.Namespace], int]


def command(module: str, function: str) -> Execute:
    """A function of a module of `pipelines/commands`, imported when it is called: help must not wait for it."""

    def execute(arguments: argparse.Namespace) -> int:
        found: Execute = getattr(importlib.import_module(f"pipelines.commands.{module}"), function)
        return found(arguments)

    return execute


def month(text: str) -> str:
    """A month typed as 2021-12 or 12/2021, as 2021-12. Raises ArgumentTypeError for anything else."""
    code = _MONTH_FIRST.sub(lambda found: f"{found[2]}-{found[1]:0>2}", text)
    if read_month(code) is None:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là tháng; gõ tháng/năm, ví dụ 12/2021")
    return code


def day(text: str) -> date:
    """A day typed as 2021-12-05 or 05/12/2021. Raises ArgumentTypeError for anything else."""
    for layout in _DATE_FORMATS:
        try:
            return datetime.strptime(text, layout).date()
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"“{text}” không phải là ngày; gõ ngày/tháng/năm, ví dụ 05/12/2021")


def count(text: str) -> int:
    """A whole number of at least one. Raises ArgumentTypeError for anything else."""
    if not re.fullmatch(r"[0-9]+", text) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là số nguyên từ 1 trở lên")
    return int(text)


def seed(text: str) -> int:
    """A whole number, zero included. Raises ArgumentTypeError for anything else."""
    if not re.fullmatch(r"[0-9]+", text):
        raise argparse.ArgumentTypeError(f"“{text}” không phải là số nguyên không âm")
    return int(text)


def port(text: str) -> int:
    """A port that an ordinary program may open. Raises ArgumentTypeError for anything else."""
    if not re.fullmatch(r"[0-9]+", text) or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là cổng từ 1024 đến 65535")
    return int(text)


def head(text: str) -> tuple[int, str]:
    """An entry as printed at the foot of an annex: its number and at least 16 digits of its hash, spaces or none.

    Raises ArgumentTypeError for anything else.
    """
    found = _HEAD.fullmatch(re.sub(r"\s", "", text))
    if not found:
        raise argparse.ArgumentTypeError(
            f"“{text}” không phải là mã ở chân trang phụ lục; gõ SỐ:MÃ, ví dụ 12:3f9a27c10b5e88d2"
        )
    return int(found[1]), found[2].lower()


def add_campaign(parser: argparse.ArgumentParser) -> None:
    """The campaign, by the name of its folder."""
    parser.add_argument("campaign", metavar="ĐỢT", help="tên thư mục của đợt trong raw, ví dụ ha-tinh-2021")


def add_month(parser: argparse.ArgumentParser) -> None:
    """Up to which month files count."""
    parser.add_argument(
        "--month",
        type=month,
        metavar="THÁNG",
        help="tính mọi tệp nhận đến hết tháng này, ví dụ 2021-12 hoặc 12/2021 (mặc định: theo đợt)",
    )


def add_raw(parser: argparse.ArgumentParser) -> None:
    """Where the campaigns lie."""
    parser.add_argument(
        "--raw", type=Path, default=RAW, metavar="THƯ_MỤC", help="nơi để các đợt (mặc định: raw)"
    )


def add_places(parser: argparse.ArgumentParser) -> None:
    """Where the campaigns and the warehouse lie."""
    add_raw(parser)
    parser.add_argument(
        "--warehouse",
        type=Path,
        default=WAREHOUSE,
        metavar="THƯ_MỤC",
        help="kho số liệu (mặc định: warehouse)",
    )
