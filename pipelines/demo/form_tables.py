"""The tables of the five forms as a sender draws them: headings, rows and what is typed into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from random import Random

from pipelines.demo.figures import plain
from pipelines.demo.forms import Office, figure_items, heading, indicators
from pipelines.demo.grid import Cell, CellValue, Formula, Row, Table, TrueValue, column_name
from pipelines.demo.handwriting import Hand, type_points, type_value

IB_MAXIMA = {"7.2.1": "0,5", "7.2.2": "0,5", "7.2.3": "1", "7.2.4": "1,5", "7.2.5": "1", "7.2.6": "0,5"}
IB_SPAN = (
    "Điểm chấm cho các tiêu chí thành phần thuộc tiêu chí 7.2 Lĩnh vực Áp dụng Hệ thống quản lý chất lượng ISO "
    "(ISO 9001) theo quy định (Tổng điểm tối đa: 5 Điểm)"
)
SECTIONS = {
    0: "Hệ thống tài liệu", 17: "Đào tạo, kiểm tra, đánh giá", 31: "Thủ tục hành chính",
    37: "Tiếp nhận và giải quyết hồ sơ", 53: "Ý kiến khách hàng và kinh phí",
}  # fmt: skip
# IIB.1 as it is printed, numbering included; a group has no indicator.
IIB_1_ROWS = (
    ("1", "Ban hành văn bản chỉ đạo", "Văn bản", "steering_documents_count"),
    ("2", "Công tác tập huấn/đào tạo:", "", ""),
    ("-", "Số cuộc tập huấn/đào tạo được cơ quan chủ trì tổ chức:", "cuộc", "training_classes_organised"),
    ("-", "Số cuộc tập huấn/đào tạo được mời tham gia:", "cuộc", "training_classes_attended"),
    ("-", "Số lượt cán bộ, công chức được tham gia tập huấn/đào tạo:", "người", "training_participants"),
    ("5", "Hình thức tuyên truyền khác (nếu có)", "", "other_publicity"),
    ("6", "Công tác kiểm tra:", "", ""),
    ("-", "Số cuộc kiểm tra do cơ quan chủ trì thực hiện:", "cuộc", "inspections_count"),
    ("-", "Số cơ quan được kiểm tra/đơn vị", "cơ quan/đơn vị", "units_inspected_count"),
)
PUBLICITY = (
    "Qua hệ thống truyền thanh cơ sở",
    "Trên Cổng thông tin điện tử",
    "Lồng ghép trong hội nghị giao ban",
)
ROMAN = ("I", "II", "III", "IV", "V")


def _frame(
    random: Random, headings: list[Cell], numbered: bool
) -> tuple[list[list[Cell]], list[tuple[int, int, int, int]]]:
    """A header of one row, or of two rows merged downwards, with or without a row of (1) (2) (3)."""
    header, merges = [headings], []
    if random.random() < 0.5:
        header.append([Cell(None, "head") for _ in headings])
        merges = [(0, column, 1, column) for column in range(len(headings))]
    if numbered:
        header.append([Cell(f"({column + 1})", "head") for column in range(len(headings))])
    return header, merges


def draw_figures(
    random: Random, hand: Hand, office: Office, figures: Mapping[str, str], above: list[Cell]
) -> Table:
    """The figures form of one unit: 60 indicators, blank where the unit has nothing to say."""
    headings = [
        heading(random, hand, "TT", "STT", "Số TT"), heading(random, hand, "Chỉ tiêu", "Tên chỉ tiêu"),
        heading(random, hand, "Đơn vị tính", "ĐVT"), heading(random, hand, "Số liệu", "Số liệu báo cáo"),
        heading(random, hand, "Ghi chú"),
    ]  # fmt: skip
    header, merges = _frame(random, headings, random.random() < 0.3)
    table = Table("so_lieu", 5, above, header, merges, [])
    sections = random.choice(("", "", "roman", "one_cell", "merged"))
    as_text = random.random() < 0.5
    for index, code in enumerate(figure_items()):
        if sections and index in SECTIONS:
            number, name = ROMAN[list(SECTIONS).index(index)], SECTIONS[index]
            if sections == "roman":
                table.rows.append(Row([Cell(number), Cell(name), Cell(), Cell(), Cell()]))
            elif sections == "one_cell":
                table.rows.append(Row([Cell(), Cell(f"{number}. {name}"), Cell(), Cell(), Cell()]))
            else:
                table.rows.append(Row([Cell(f"{number}. {name}"), *(Cell() for _ in range(4))], span=5))
        indicator = indicators()[code]
        label = indicator.label
        if indicator.other_labels and random.random() < 0.06:
            label = random.choice(indicator.other_labels)
        value, true = None, None
        if code in figures:
            value, state = type_value(random, hand, indicator.type, figures[code], indicator.unit_of_measure)
            true = TrueValue("so_lieu", office.code, code, "indicator", indicator.type, figures[code], state)
        note = "Theo sổ theo dõi" if random.random() < 0.02 else None
        measure = indicator.unit_of_measure or None
        row = [
            Cell(str(index + 1) if as_text else index + 1),
            Cell(label),
            Cell(measure),
            Cell(value, "body", true),
            Cell(note),
        ]
        table.rows.append(Row(row, unit=office.code, item=code))
    return table


def draw_self_score(
    random: Random,
    hand: Hand,
    office: Office,
    points: Mapping[str, Decimal],
    labels: Mapping[str, str],
    above: list[Cell],
) -> Table:
    """The self-score of one unit, by criterion, with the total. The maxima of districts are unknown and
    stay blank.
    """
    headings = [
        heading(random, hand, "TT", "STT", "Số TT"), heading(random, hand, "Tiêu chí", "Mã tiêu chí", "Mục"),
        heading(random, hand, "Nội dung", "Nội dung tiêu chí", "Tên tiêu chí"), heading(random, hand, "Điểm tối đa"),
        heading(random, hand, "Điểm tự chấm", "Điểm tự đánh giá"),
        heading(random, hand, "Tài liệu kiểm chứng", "Tài liệu minh chứng", "Minh chứng"),
    ]  # fmt: skip
    header, merges = _frame(random, headings, random.random() < 0.3)
    table = Table("tu_cham", 6, above, header, merges, [], value_column=4)
    prefix = random.choice(("", "", "", "Mục ", "Tiêu chí "))
    for index, (code, given) in enumerate(points.items()):
        true = TrueValue("tu_cham", office.code, code, "criterion", "points", plain(given))
        maximum: str | float | None = None
        if office.level == "commune":
            maximum = IB_MAXIMA[code]
            if random.random() >= hand.text_share:
                maximum = float(maximum.replace(",", "."))
        evidence = f"Báo cáo số {random.randint(5, 99)}/BC-UBND" if random.random() < 0.3 else None
        typed = Cell(type_points(random, hand, given), "body", true)
        cells = [
            Cell(index + 1),
            Cell(f"{prefix}{code}"),
            Cell(labels[code]),
            Cell(maximum),
            typed,
            Cell(evidence),
        ]
        table.rows.append(Row(cells, unit=office.code, item=code))
    total = sum(points.values(), Decimal(0))
    true = TrueValue("tu_cham", office.code, "7.2", "total", "points", plain(total))
    maximum = 5 if office.level == "commune" and random.random() < 0.7 else None
    name = random.choice(("Tổng điểm", "Tổng cộng", "Cộng"))
    last = [
        Cell(),
        Cell(name),
        Cell(),
        Cell(maximum),
        Cell(type_points(random, hand, total), "body", true),
        Cell(),
    ]
    table.rows.append(Row(last, unit=office.code, item="7.2"))
    return table


def draw_ib(
    random: Random,
    hand: Hand,
    communes: Sequence[Office],
    points: Mapping[str, Mapping[str, Decimal]],
    above: list[Cell],
    top: int,
    left: int,
) -> Table:
    """Phụ lục IB of a scoring unit: two header rows, one row for each commune, totals typed or as formulas.

    `top`, `left`: where the sheet's first cell stands, so that the formulas name the right cells.
    """
    codes = list(IB_MAXIMA)
    upper = [
        Cell("TT", "head"),
        heading(random, hand, "Tên đơn vị", "Đơn vị", "Tên cơ quan/đơn vị"),
        Cell(IB_SPAN, "head"),
    ]
    upper += [Cell(None, "head") for _ in codes[1:]]
    upper.append(heading(random, hand, "Tổng điểm chấm cho tiêu chí 7.2", "Tổng điểm", "Tổng điểm chấm"))
    lower = [
        Cell(None, "head"),
        Cell(None, "head"),
        *(Cell(f"Tiêu chí {code} ({IB_MAXIMA[code]} điểm)", "head") for code in codes),
    ]
    header = [upper, [*lower, Cell(None, "head")]]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 7), (0, 8, 1, 8)]
    if random.random() < 0.5:
        header.append([Cell(f"({number})", "head") for number in range(1, 10)])
    table = Table("phu_luc_ib", 9, above, header, merges, [], value_column=2)
    formulas = random.random() < 0.3
    first = top + len(above) + len(header)
    sums = dict.fromkeys([*codes, "7.2"], Decimal(0))
    for index, commune in enumerate(communes):
        given = points[commune.code]
        total = sum(given.values(), Decimal(0))
        cells = [Cell(index + 1), Cell(commune.named(hand.names))]
        for code in codes:
            true = TrueValue("phu_luc_ib", commune.code, code, "criterion", "points", plain(given[code]))
            cells.append(Cell(type_points(random, hand, given[code]), "body", true))
            sums[code] += given[code]
        sums["7.2"] += total
        true = TrueValue("phu_luc_ib", commune.code, "7.2", "total", "points", plain(total))
        value = type_points(random, hand, total)
        # A sum over cells of text would be 0, so a formula stands only where all points are numbers.
        if formulas and all(isinstance(cell.value, float) for cell in cells[2:]):
            row = first + index + 1
            span = f"{column_name(left + 2)}{row}:{column_name(left + 7)}{row}"
            value = Formula(f"=SUM({span})", float(total))
        table.rows.append(Row([*cells, Cell(value, "body", true)], unit=commune.code))
    if random.random() < 0.2:
        table.rows += sum_rows(random, sums.values(), len(communes))
    return table


def sum_rows(random: Random, sums: Iterable[Decimal], units: int) -> list[Row]:
    """The row of sums under Phụ lục IB, from the first criterion to the total, and perhaps one of averages."""
    sums = list(sums)
    name = random.choice(("Tổng cộng", "Cộng", "Tổng cộng", "Cộng chung", f"Tổng số: {units} đơn vị"))
    rows = [Row([Cell(), Cell(name), *(Cell(float(value)) for value in sums)])]
    if random.random() < 0.4:
        means = [round(value / units, 2) for value in sums]
        rows.append(
            Row(
                [
                    Cell(),
                    Cell(random.choice(("Bình quân", "Trung bình"))),
                    *(Cell(float(one)) for one in means),
                ]
            )
        )
    return rows


def draw_iib_1(
    random: Random, hand: Hand, office: Office, figures: Mapping[str, str], above: list[Cell]
) -> Table:
    """IIB.1: the year's tasks."""
    headings = [
        Cell("TT", "head"), heading(random, hand, "Nhiệm vụ/Nội dung", "Nhiệm vụ"),
        heading(random, hand, "Đơn vị tính", "ĐVT"), heading(random, hand, "Số lượng"),
    ]  # fmt: skip
    table = Table("iib_1", 4, above, [headings], [], [])
    for number, label, measure, code in IIB_1_ROWS:
        value: CellValue = None
        true = None
        if code == "other_publicity" and random.random() < 0.6:
            told = value = random.choice(PUBLICITY)
            true = TrueValue("iib_1", office.code, code, "indicator", "text", told)
        elif code in figures:
            value, state = type_value(random, hand, "count", figures[code], measure)
            true = TrueValue("iib_1", office.code, code, "indicator", "count", figures[code], state)
        cells = [Cell(number), Cell(label), Cell(measure or None), Cell(value, "body", true)]
        table.rows.append(Row(cells, unit=office.code, item=code))
    return table


def draw_iib_2(
    random: Random,
    hand: Hand,
    communes: Sequence[Office],
    years: Mapping[str, tuple[int, int | None]],
    above: list[Cell],
) -> Table:
    """IIB.2: since when each commune applies the standard; a commune without a year is marked as not
    applying it.
    """
    headings = [
        Cell("TT", "head"), heading(random, hand, "Tên cơ quan/đơn vị", "Tên đơn vị"),
        Cell("Năm áp dụng ISO 9001:2008", "head"), Cell("Năm chuyển đổi/xây dựng mới theo ISO 9001:2015", "head"),
        Cell("Chưa áp dụng", "head"),
    ]  # fmt: skip
    table = Table("iib_2", 5, above, [headings], [], [], value_column=2)
    for index, commune in enumerate(communes):
        started, converted = years[commune.code]

        def year_cell(item: str, year: int, unit: str = commune.code) -> Cell:
            typed, _ = type_value(random, hand, "year", str(year), "")
            return Cell(typed, "body", TrueValue("iib_2", unit, item, "indicator", "year", str(year)))

        cells = [Cell(index + 1), Cell(commune.named(hand.names)), year_cell("iso2008_start_year", started)]
        if converted:
            cells += [year_cell("iso2015_conversion_year", converted), Cell()]
        else:
            true = TrueValue("iib_2", commune.code, "iso2015_not_applied", "indicator", "mark", "có")
            cells += [Cell(), Cell("x", "body", true)]
        table.rows.append(Row(cells, unit=commune.code))
    return table
