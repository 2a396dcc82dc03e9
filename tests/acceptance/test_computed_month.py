"""A month ranked by points that are computed from the figures: every point as the truth has it, with its reason."""

import datetime
import json
import shutil
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from pipelines.demo.province import build_demo
from pipelines.scoring.apply import Scorer
from schemas.criteria.decision import FOLDER, load_decision
from schemas.indicators import load_indicators
from tests.acceptance.office import Office

pytestmark = pytest.mark.usefixtures("in_one_process")

MODEL = FOLDER / "mau" / "7-2-so-lieu"
NOTICE = "bảng điểm mẫu, không phải văn bản pháp quy"
SIZE, SEED, YEAR = 40, 7, 2021


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A simulated province without faults, scored by the model with shared averages and a tie-breaker, and run."""
    folder = tmp_path_factory.mktemp("tinh")
    campaign = build_demo(SIZE, 1, SEED, folder, faults=False).campaign
    own = folder / "raw" / campaign
    shutil.copytree(MODEL, own / "quyet-dinh" / "mau")
    decision = own / "quyet-dinh" / "mau" / "decision.toml"
    text = decision.read_text(encoding="utf-8").replace('ties = "competition"', 'ties = "average"')
    text = text.replace('total = "10"', 'total = "10"\ntie_breakers = ["7.2.3"]')
    decision.write_text(text.replace('"grid", ', '"grid", "tie_breakers", '), encoding="utf-8")
    toml = (own / "campaign.toml").read_text(encoding="utf-8")
    first = toml.index("[[scoring]]")
    toml = (
        toml[:first]
        + toml[first:].replace('"ha-tinh/3396-qd-ubnd-2021"\nannex = "III"', '"./quyet-dinh/mau"\nannex = "xa"')
        .replace('"huyen_cham"\nblock = "parent"', '"tinh_toan"\nblock = "level"', 1)
        + '\n[[round]]\nround = "tinh_toan"\n'
    )  # fmt: skip
    (own / "campaign.toml").write_text(toml, encoding="utf-8")
    office = Office(folder / "raw", folder / "warehouse", campaign)
    office.run()
    return office


def true_figures(office: Office) -> dict[str, dict[str, Any]]:
    """By commune what it meant to report, from the simulator, which knows nothing of the reader."""
    truth = json.loads((office.raw.parent / "truth.json").read_text(encoding="utf-8"))
    units: dict[str, dict[str, Any]] = {}
    for value in truth["values"]:
        if value["form"] != "so_lieu" or not value["in_force"] or not value["value"]:
            continue
        typed = value["value"]
        fact: Any = {"có": Decimal(1), "không": Decimal(0)}.get(typed)
        if value["type"] == "date":
            fact = datetime.date.fromisoformat(typed)
        elif value["type"] in ("count", "number", "money", "percent"):
            fact = Decimal(typed)
        elif fact is None:
            fact = typed
        units.setdefault(value["unit"], {})[value["item"]] = fact
    return units


def test_every_computed_point_and_total_is_that_of_the_true_figures(office: Office) -> None:
    scorer = Scorer(load_decision(MODEL), "xa", YEAR, load_indicators())
    figures = true_figures(office)
    points = {
        (unit, code): (value, reason)
        for unit, code, value, reason in office.ask(
            "SELECT unit, criterion, points, reason FROM scores WHERE annex = 'xa' AND state <> 'missing'"
        )
    }
    totals = dict(office.ask("SELECT unit, total FROM results WHERE annex = 'xa' AND state = 'scored'"))
    checked = 0
    for unit, facts in figures.items():
        tree = scorer.score(facts)
        for code, one in tree.criteria.items():
            if (unit, code) in points and one.state == "computed":
                assert points[unit, code] == (one.points, one.reason), (unit, code)
                checked += 1
        if unit in totals:
            assert totals[unit] == tree.total
    assert checked > SIZE * 8 and len(totals) > SIZE * 0.7


def test_the_table_at_the_end_counts_scored_units_at_the_forms_whose_figures_score_them(
    office: Office,
) -> None:
    summary = json.loads((office.published() / "manifest.json").read_text(encoding="utf-8"))["summary"]
    scored = {row["label"]: row["scored_count"] for row in summary["rows"]}
    [(units, communes)] = office.ask(
        "SELECT count(*), count(*) FILTER (annex = 'xa') FROM results WHERE state = 'scored'"
    )
    assert scored["Phụ lục IIB.1"] == 0, "the districts' tasks are no commune's figures"
    assert scored["Biểu số liệu"] == communes > 0 and summary["total"]["scored_count"] == units


def test_equal_totals_are_told_apart_by_the_tie_breaker_and_share_an_average_otherwise(
    office: Office,
) -> None:
    rows = office.ask(
        "SELECT r.unit, r.total, r.rank, s.points FROM results AS r JOIN scores AS s ON s.unit = r.unit "
        "WHERE r.annex = 'xa' AND s.annex = 'xa' AND s.criterion = '7.2.3' AND r.rank IS NOT NULL"
    )
    for unit, total, place, share in rows:
        ahead = sum((other[1], other[3]) > (total, share) for other in rows)
        level = sum((other[1], other[3]) == (total, share) for other in rows)
        assert place == ahead + Decimal(level + 1) / 2, unit


def test_the_annex_shows_the_points_the_rules_and_that_the_table_is_a_model(office: Office) -> None:
    sheet = load_workbook(office.published() / "Xếp hạng toàn tỉnh.xlsx").worksheets[0]
    texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    joined = "\n".join(texts)
    assert sum(NOTICE in text.lower() for text in texts) >= 2
    for words in (
        "7.2.1. Công tác chỉ đạo (2 điểm)",
        "Điểm thưởng\n7.2.T\n(0,5)",
        "Điểm trừ\n7.2.P\n(1)",
        "hạng trung bình",
        "Bằng tổng điểm thì xét lần lượt điểm cao hơn ở các tiêu chí: 7.2.3 (quy ước của Sở",
        "Làm tròn điểm tính theo quy tắc: đúng nửa mức thì làm tròn lên",
        "Xếp loại Tốt",
    ):
        assert words in joined, words


def test_the_board_shows_ranks_beside_what_is_still_possible(office: Office) -> None:
    rows = list(load_workbook(office.published() / "Theo dõi.xlsx")["Hạng"].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "Khối")
    places = {row[1]: row[4:7] for row in rows[head + 1 :]}
    ranked = office.ask("SELECT count(*) FROM results WHERE annex = 'xa' AND rank IS NOT NULL")[0][0]
    assert sum(place[0] is not None for place in places.values()) == ranked
    assert all(best <= worst for _, best, worst in places.values())
