"""Draws the pictures of the analyst's guide from real output: `python scripts/make_pictures.py`.

Runs the sample campaign and a simulated province in a temporary folder and puts PNGs into docs/hinh. Needs
LibreOffice (soffice) and poppler (pdftoppm, pdftotext) on the PATH to show workbooks as they print; ends with 1 and
says so without them.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image, ImageChops, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "hinh"
TOOLS = ("soffice", "pdftoppm", "pdftotext")
LARGEST_BYTES = 200_000
SAMPLE, PROVINCE = "ha-tinh-2021", "mo-phong-216-7"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every picture is drawn; 1, with what is missing, when a tool is not there."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        print(
            f"not found: {', '.join(missing)} (LibreOffice and poppler-utils draw the sheets)",
            file=sys.stderr,
        )
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        bangdiem("demo", "--communes", "216", "--seed", "7", "--out", str(work))
        shutil.copytree(ROOT / "raw" / SAMPLE, work / "raw" / SAMPLE)
        said = bangdiem(
            "run", SAMPLE, "--direct", "--raw", str(work / "raw"), "--warehouse", str(work / "warehouse")
        )
        bangdiem(
            "run", PROVINCE, "--direct", "--raw", str(work / "raw"), "--warehouse", str(work / "warehouse")
        )
        draw_terminal(said.replace(f"{work}/", "").replace(f"{work.name}/", ""), "cua-so-lenh")
        [sample] = (work / "warehouse" / "published" / SAMPLE).iterdir()
        [province] = (work / "warehouse" / "published" / PROVINCE).iterdir()
        [office] = (sample / "Phụ lục IB").iterdir()
        draw_page(office, 1, "phu-luc-ib", work)
        draw_page(sample / "Xếp hạng toàn tỉnh.xlsx", 1, "xep-hang", work)
        draw_page(sample / "Xếp hạng toàn tỉnh.xlsx", 2, "xep-hang-chua-co-diem", work)
        board = province / "Theo dõi.xlsx"
        # A page on which senders are named: the first has the files of which nobody knows who sent them.
        draw_page(board, page_with(board, "#REF!", work), "phat-hien", work)
        for chart, name in (
            ("Tiến độ nộp", "bieu-do-tien-do"),
            ("Điểm từng tiêu chí cấp xã", "bieu-do-tieu-chi"),
        ):
            save(Image.open(province / "Biểu đồ" / f"{chart}.png"), name)
        draw_page(appraisal_begun(work), 1, "phieu-tham-dinh", work)
    return 0


def appraisal_begun(work: Path) -> Path:
    """An appraisal sheet of the simulated province, as it looks while somebody fills it in."""
    with (work / "raw" / PROVINCE / "campaign.toml").open("a", encoding="utf-8") as declared:
        declared.write('\n[[round]]\nround = "tham_dinh_1"\n')
    places = ("--raw", str(work / "raw"), "--warehouse", str(work / "warehouse"))
    bangdiem("appraise", "export", PROVINCE, *places)
    path = sorted((work / "warehouse" / "phieu" / PROVINCE / "tham_dinh_1").iterdir())[0]
    book = load_workbook(path)
    sheet = book["Phiếu"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Đơn vị")
    columns = {cell.value: cell.column for cell in head}
    typed = (
        ("Đồng ý", "", "", ""),
        (0.5, "Thiếu biên bản đánh giá nội bộ", "15/BB-ĐKT", "12/01/2022"),
        (0.25, "", "", ""),
        ("Miễn", "Xã mới chia tách", "", ""),
        ("Đồng ý", "", "", ""),
    )
    for row, cells in enumerate(typed, head[0].row + 1):
        for heading, value in zip(("Điểm", "Lý do", "Số văn bản", "Ngày văn bản"), cells, strict=True):
            sheet.cell(row, columns[heading]).value = value or None
    book.save(path)
    return path


def bangdiem(*arguments: str) -> str:
    """What the command prints. Raises CalledProcessError when it does not end with 0."""
    command: list[str | Path] = [Path(sys.executable).with_name("bangdiem"), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT).stdout


def draw_terminal(text: str, name: str) -> None:
    """Text as a terminal shows it: letters of matplotlib's own font, each in a cell of the same width.

    Not its monospaced font: that sets the tone marks of Vietnamese letters beside them.
    """
    import matplotlib

    cell, line = 10, 21
    font = ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"), 15)
    lines = [one.rstrip() for one in unicodedata.normalize("NFC", text).rstrip().splitlines()]
    image = Image.new("RGB", (cell * max(map(len, lines)) + 32, line * len(lines) + 32), "#1e1e1e")
    pen = ImageDraw.Draw(image)
    for row, one in enumerate(lines):
        for column, letter in enumerate(one):
            at = (16 + cell * column + cell // 2, 16 + line * row + line // 2)
            if letter == "─":
                pen.line((at[0] - cell // 2, at[1], at[0] + cell // 2, at[1]), fill="#8a8a8a")
            else:
                pen.text((at[0], 16 + line * (row + 1) - 6), letter, fill="#e6e6e6", font=font, anchor="ms")
    save(image, name)


def draw_page(workbook: Path, page: int, name: str, work: Path) -> None:
    """One printed page of a workbook, its white borders cut to a finger's width."""
    target = work / name
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            "80",
            "-png",
            "-f",
            str(page),
            "-l",
            str(page),
            "-singlefile",
            printed(workbook, work),
            target,
        ],
        check=True,
    )
    image = Image.open(target.with_suffix(".png")).convert("RGB")
    left, top, right, bottom = ImageChops.invert(image).getbbox() or (0, 0, *image.size)
    save(image.crop((max(0, left - 20), max(0, top - 20), right + 20, bottom + 20)), name)


def page_with(workbook: Path, words: str, work: Path) -> int:
    """The first printed page that bears `words`. Raises StopIteration where none does."""
    text = subprocess.run(
        ["pdftotext", printed(workbook, work), "-"], check=True, capture_output=True, encoding="utf-8"
    )
    return next(number for number, page in enumerate(text.stdout.split("\f"), 1) if words in page)


def printed(workbook: Path, work: Path) -> Path:
    """The PDF of a workbook, made once."""
    pdf = work / "pdf" / workbook.parent.parent.parent.name / f"{workbook.stem}.pdf"
    if not pdf.exists():
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", pdf.parent, workbook],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return pdf


def save(image: Image.Image, name: str) -> None:
    """A PNG of few colours. Raises SystemExit when it is too large for the repository."""
    path = PICTURES / f"{name}.png"
    image.convert("RGB").quantize(64).save(path, optimize=True)
    if path.stat().st_size > LARGEST_BYTES:
        raise SystemExit(f"{path.name}: {path.stat().st_size} bytes, at most {LARGEST_BYTES}")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
