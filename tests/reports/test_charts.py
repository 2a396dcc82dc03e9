import datetime
from decimal import Decimal
from pathlib import Path

from nghi_xuan import CRITERIA, units

from pipelines.reports.chart_figures import ArrivalsContent, HeatContent, HeatRow, TotalsBlock, TotalsContent
from pipelines.reports.charts import write_arrivals, write_heat_map, write_totals

TOTALS = tuple(unit.total for unit in units() if unit.total is not None)


def test_one_block_of_thirteen_or_none_at_all_still_gives_a_chart(tmp_path: Path) -> None:
    nothing = (TotalsBlock("Huyện Lộc Hà", (), 12),)
    for name, blocks in (("one", (TotalsBlock("Huyện Nghi Xuân", TOTALS), *nothing * 12)), ("none", nothing)):
        write_totals(tmp_path / f"{name}.png", TotalsContent("Phân bố", blocks, Decimal(5)))
    write_heat_map(tmp_path / "heat.png", HeatContent("Điểm", ("7.2.1",), (None,), ()))
    write_arrivals(tmp_path / "days.png", ArrivalsContent("Tiến độ", (), 13, None, 1))
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
    assert len(list(tmp_path.iterdir())) == 4


def test_the_same_content_gives_the_same_picture(tmp_path: Path) -> None:
    rows = tuple(HeatRow("Nghi Xuân", unit.unit, unit.points) for unit in units())
    heat = HeatContent("Điểm", tuple(c.code for c in CRITERIA), tuple(c.max_points for c in CRITERIA), rows)
    days = ArrivalsContent("Tiến độ", (datetime.date(2021, 11, 15),) * 3, 13, datetime.date(2021, 11, 17), 0)
    for name in "12":
        write_heat_map(tmp_path / f"h{name}.png", heat)
        write_arrivals(tmp_path / f"d{name}.png", days)
    for kind in "hd":
        assert (tmp_path / f"{kind}1.png").read_bytes() == (tmp_path / f"{kind}2.png").read_bytes()
