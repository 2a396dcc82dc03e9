"""truth.json agrees with the files, read back here by means of its own."""

import csv
import datetime as dt
import hashlib
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.demo.province import build_demo
from pipelines.demo.sending import KINDS
from schemas.campaigns.campaign import load_campaign
from schemas.findings import load_catalogue

SEED = 7


class Demo:
    def __init__(self, out: Path) -> None:
        self.summary = build_demo(110, 2, SEED, out)
        self.inbox = self.summary.folder / "inbox"
        self.truth: dict[str, Any] = json.loads(self.summary.truth.read_text(encoding="utf-8"))
        self.book = cache(self._book)

    def _book(self, file: str, formulas: bool = False) -> Any:
        return openpyxl.load_workbook(self.inbox / file, data_only=not formulas)

    def typed(self, value: dict[str, Any]) -> Any:
        """What stands in the cell of a value or fault."""
        if value["file"].endswith(".csv"):
            rows = list(
                csv.reader((self.inbox / value["file"]).read_text("utf-8-sig").splitlines(), delimiter=";")
            )
            found = re.fullmatch(r"([A-Z])(\d+)", value["cell"])
            assert found
            return rows[int(found[2]) - 1][ord(found[1]) - 65]
        return self.book(value["file"])[value["sheet"]][value["cell"]].value

    def readable(self, entry: dict[str, Any]) -> bool:
        return entry["file"].endswith((".xlsx", ".xlsm", ".csv"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("demo"))


def canonical(typed: Any, kind: str) -> str:
    """A second, plainer reading of a cell than any the project has."""
    if isinstance(typed, dt.datetime):
        return typed.date().isoformat()
    text = unicodedata.normalize("NFC", str(typed)).replace("\u00a0", " ").replace("Ð", "Đ").strip()
    if text.lower() in ("không", "không có", "không phát sinh") and kind in ("count", "money"):
        return "0"
    if kind == "count" or kind == "money":
        return str(int(re.sub(r"\D", "", text.split()[0].removesuffix(".0"))))
    if kind in ("points", "percent"):
        number = Decimal(text.replace("%", "").replace(",", ".").strip())
        return f"{number.normalize():f}"
    if kind == "date":
        day, month, year = re.findall(r"\d+", text)
        return dt.date(int(year), int(month), int(day)).isoformat()
    if kind == "bool":
        return text.lower()
    if kind == "mark":
        return "có" if text == "x" else text
    return text.replace(" ", "") if kind == "symbol" else text


def test_every_true_value_that_is_not_spoilt_can_be_read_from_its_cell(demo: Demo) -> None:
    damaged = {fault["file"] for fault in demo.truth["faults"] if fault["code"].startswith("file_")}
    values = [
        one
        for one in demo.truth["values"]
        if not one["spoilt"] and demo.readable(one) and one["file"] not in damaged
    ]
    assert len(values) > 6000
    legacy = {one["file"] for one in values if is_legacy(demo.inbox / one["file"])}
    wrong = []
    for one in values:
        if one["state"] not in ("value", "none", "not_arisen") or (
            one["file"] in legacy and one["type"] not in ("points", "percent")
        ):
            continue
        if canonical(demo.typed(one), one["type"]) != one["value"]:
            wrong.append((one, demo.typed(one)))
    assert wrong == []


def is_legacy(path: Path) -> bool:
    if path.suffix == ".csv":
        return False
    with zipfile.ZipFile(path) as book:
        styles = book.read("xl/styles.xml").decode("utf-8")
    return ".VnTime" in styles or "VNI-Times" in styles


def test_some_workbooks_are_typed_in_old_fonts_and_their_values_are_told_in_unicode(demo: Demo) -> None:
    old = [
        one
        for one in demo.truth["standings"]
        if one.endswith(".xlsx") and readable_zip(demo, one) and is_legacy(demo.inbox / one)
    ]
    assert old
    texts = [
        cell.value
        for row in demo.book(old[0]).worksheets[0].iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]
    assert not any("Tổng" in text or "Biểu" in text for text in texts)


def readable_zip(demo: Demo, file: str) -> bool:
    return (
        zipfile.is_zipfile(demo.inbox / file)
        and "xl/styles.xml" in zipfile.ZipFile(demo.inbox / file).namelist()
    )


def test_every_kind_of_fault_is_planted_once_there_are_a_hundred_communes(demo: Demo) -> None:
    planted = {fault["kind_of_fault"] for fault in demo.truth["faults"]}
    assert demo.truth["unplaced"] == []
    assert set(KINDS) <= planted
    assert len(planted) > 35


def test_every_fault_names_a_finding_that_is_declared_and_a_file_that_exists(demo: Demo) -> None:
    declared = set(load_catalogue())
    assert {fault["code"] for fault in demo.truth["faults"]} <= declared
    assert all((demo.inbox / fault["file"]).is_file() for fault in demo.truth["faults"])


@pytest.mark.parametrize(
    ("kind", "stands_there"),
    [
        ("số hai cách hiểu", lambda typed: typed in ("1,500", "2,300")),
        ("số đếm âm", lambda typed: str(typed) == "-3"),
        ("số thành ngày", lambda typed: isinstance(typed, dt.datetime)),
        ("ô #REF!", lambda typed: typed == "#REF!"),
        ("ô #DIV/0!", lambda typed: typed == "#DIV/0!"),
        ("công thức chưa tính", lambda typed: typed is None),
        ("điểm quá tối đa", lambda typed: typed == 0.75),
        ("thiếu số văn bản", lambda typed: "số /BC-UBND" in unicodedata.normalize("NFC", typed)),
        ("tiêu đề sai điểm tối đa", lambda typed: "0,75" in typed),
        ("thiếu điểm", lambda typed: typed is None),
        ("khác kỳ báo cáo", lambda typed: "2020" in typed),
        ("cột lạ", lambda typed: bool(typed)),
        ("ô lạc ngoài biểu", lambda typed: isinstance(typed, str)),
    ],
)
def test_the_cell_of_a_fault_holds_what_is_wrong(demo: Demo, kind: str, stands_there: Any) -> None:
    faults = [fault for fault in demo.truth["faults"] if fault["kind_of_fault"] == kind]
    assert faults
    assert all(stands_there(demo.typed(fault)) for fault in faults)


def test_a_formula_never_calculated_has_no_result_at_all_in_the_file(demo: Demo) -> None:
    fault = next(fault for fault in demo.truth["faults"] if fault["kind_of_fault"] == "công thức chưa tính")
    assert demo.book(fault["file"], True)[fault["sheet"]][fault["cell"]].value == "=2+3"
    with zipfile.ZipFile(demo.inbox / fault["file"]) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert any(b"<f>2+3</f></c>" in sheet for sheet in sheets)


def test_a_fault_spoils_its_own_cell_and_leaves_the_figures_beside_it_true(demo: Demo) -> None:
    fault = next(fault for fault in demo.truth["faults"] if fault["kind_of_fault"] == "số đếm âm")
    beside = [
        one for one in demo.truth["values"] if one["file"] == fault["file"] and one["sheet"] == fault["sheet"]
    ]
    spoilt = [one for one in beside if one["spoilt"]]
    assert fault["cell"] in {one["cell"] for one in spoilt}
    assert len(spoilt) <= 2 and len(beside) > 40


def test_a_value_whose_cell_must_be_refused_is_never_told_as_unspoilt(demo: Demo) -> None:
    catalogue = load_catalogue()
    refused = {
        (fault["file"], fault["sheet"], fault["cell"])
        for fault in demo.truth["faults"]
        if catalogue[fault["code"]].severity == "rejects_row"
    }
    told = [one for one in demo.truth["values"] if (one["file"], one["sheet"], one["cell"]) in refused]
    assert len(told) > 20
    assert all(one["spoilt"] for one in told)


def test_total_points_equal_their_parts_except_where_that_is_the_fault(demo: Demo) -> None:
    points: dict[tuple[str, str, str], dict[str, dict[str, Any]]] = {}
    for one in demo.truth["values"]:
        if one["type"] == "points":
            points.setdefault((one["file"], one["form"], one["unit"]), {})[one["item"]] = one
    checked = 0
    for parts in points.values():
        total = parts.pop("7.2")
        if not total["spoilt"] and not any(part["spoilt"] for part in parts.values()):
            assert Decimal(total["value"]) == sum(Decimal(part["value"]) for part in parts.values())
            checked += 1
    assert checked > 150


def test_every_file_says_that_its_figures_are_simulated(demo: Demo) -> None:
    for path in demo.inbox.rglob("*"):
        # A lock and an empty or broken file have no room for it.
        if (
            path.suffix not in (".xlsx", ".xlsm", ".ods")
            or path.name.startswith("~$")
            or not zipfile.is_zipfile(path)
        ):
            continue
        with zipfile.ZipFile(path) as book:
            try:
                texts = [book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml")]
            except (zipfile.BadZipFile, zlib.error):
                continue
        assert sum("SỐ LIỆU MÔ PHỎNG" in text for text in texts) >= 1, path
        if path.suffix == ".xlsx" and "xl/sharedStrings.xml" in book.namelist():
            assert sum("SỐ LIỆU MÔ PHỎNG" in text for text in texts) >= 2, path


def test_every_file_in_the_inbox_is_accounted_for(demo: Demo) -> None:
    there = {path.relative_to(demo.inbox).as_posix() for path in demo.inbox.rglob("*") if path.is_file()}
    told = set(demo.truth["standings"]) | {one["file"] for one in demo.truth["harmless"]}
    assert there == told
    assert demo.summary.files == len(there)


def test_arrivals_hold_the_hash_of_each_file_that_was_registered(demo: Demo) -> None:
    text = (demo.summary.folder / "arrivals.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if SEED % 2 == 0 else ","))
    standings = demo.truth["standings"]
    assert len(rows) == sum(
        bool(one["received_on"]) for file, one in standings.items() if one["standing"] != "copy"
    )
    for row in rows:
        assert row["hash"] == hashlib.sha256((demo.inbox / row["file"]).read_bytes()).hexdigest()
        assert row["received_on"] == standings[row["file"]]["received_on"]


def test_the_campaign_loads_and_owes_what_truth_says(demo: Demo) -> None:
    campaign = load_campaign(demo.summary.folder)
    assert campaign.simulated and campaign.default_month == demo.truth["months"][-1]
    communes = {unit.code for unit in campaign.roster.of_level("commune")}
    assert len(communes) == 110
    districts = {unit.code for unit in campaign.roster.of_level("district")}
    assert set(demo.truth["due"]["tu_cham"]) == communes | districts
    assert set(demo.truth["due"]["phu_luc_ib"]) == districts


def test_a_unit_that_is_late_came_after_the_deadline_and_one_that_is_missing_has_no_file_in_force(
    demo: Demo,
) -> None:
    standings = demo.truth["standings"].values()
    in_force = {one["unit"]: one for one in standings if one["standing"] in ("in_force", "not_registered")}
    for form, codes in demo.truth["late"].items():
        assert all(in_force[code]["received_on"] > demo.truth["deadline"] for code in codes)
        assert not set(codes) & set(demo.truth["missing"][form])
    for form, codes in demo.truth["missing"].items():
        assert not [code for code in codes if code in in_force and form in in_force[code]["forms"]]


def test_a_newer_version_differs_from_the_older_one_in_one_figure(demo: Demo) -> None:
    newer = {
        one["unit"]: file for file, one in demo.truth["standings"].items() if one["standing"] == "in_force"
    }
    pairs = [
        (file, newer[one["unit"]])
        for file, one in demo.truth["standings"].items()
        if one["standing"] == "superseded"
    ]
    assert pairs
    by_file: dict[str, dict[tuple[str, ...], str]] = {}
    for one in demo.truth["values"]:
        by_file.setdefault(one["file"], {})[one["form"], one["unit"], one["item"]] = one["value"]
    for old, new in pairs:
        changed = {key[2] for key in by_file[old] if by_file[old][key] != by_file[new].get(key)}
        assert changed in ({"complaints_count"}, {"7.2.1", "7.2"})


def test_totals_are_the_sums_of_what_is_told_and_unspoilt(demo: Demo) -> None:
    sums: Counter[tuple[str, str]] = Counter()
    for one in demo.truth["values"]:
        numeric = one["type"] in ("count", "money") and one["state"] in ("value", "none", "not_arisen")
        if one["form"] == "so_lieu" and one["in_force"] and not one["spoilt"] and numeric:
            sums["commune" if len(one["unit"]) == 5 else "district", one["item"]] += int(one["value"])
    told = {
        (level, item): int(total["sum"])
        for level, items in demo.truth["totals"].items()
        for item, total in items.items()
    }
    assert told == {key: sums[key] for key in told}
    assert len(told) == 2 * 41


def test_communes_whose_reports_lie_in_the_districts_file_have_no_file_of_their_own(demo: Demo) -> None:
    standings = demo.truth["standings"].items()
    joined = {
        unit: (file, one) for file, one in standings if one["standing"] != "copy" for unit in one["below"]
    }
    assert len(joined) >= 2 and not joined.keys() & {one["unit"] for _, one in standings}
    for unit, (file, one) in joined.items():
        own = [
            value
            for value in demo.truth["values"]
            if value["unit"] == unit and value["form"] in ("so_lieu", "tu_cham")
        ]
        assert {value["file"] for value in own} == {file} and one["below"][unit] == ["so_lieu", "tu_cham"]
        sheets = {value["sheet"] for value in own}
        assert not sheets & {
            value["sheet"] for value in demo.truth["values"] if value["file"] == file and value not in own
        }
        assert all(unit in demo.truth["received"][form] for form in one["below"][unit])
