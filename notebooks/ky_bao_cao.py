"""The window on one month: ranking, distribution and arrivals, from the published read copy."""

import marimo

app = marimo.App(width="medium", app_title="Kỳ báo cáo")


@app.cell
def _():
    import calendar
    import datetime
    from pathlib import Path

    import marimo as mo
    import pandas as pd

    from pipelines.store.read_copy import NothingPublished
    from pipelines.store.warehouse import Warehouse
    from schemas.campaigns.campaign import load_campaign

    return NothingPublished, Path, Warehouse, calendar, datetime, load_campaign, mo, pd


@app.cell
def _(NothingPublished, Path, Warehouse, load_campaign, mo):
    root = Path(__file__).resolve().parent.parent
    raw = Path(str(mo.cli_args().get("raw") or root / "raw"))
    folder = Path(str(mo.cli_args().get("warehouse") or root / "warehouse"))
    campaigns = {path.parent.name: load_campaign(path.parent) for path in sorted(raw.glob("*/campaign.toml"))}
    try:
        reader = Warehouse.open_reader(folder)
    except NothingPublished as error:
        mo.stop(True, mo.md(str(error)))
    scored = {name: reader.query("months_scored", campaign=name) for name in campaigns}
    choices = {f"{name}, {month}": (name, month) for name, months in scored.items() for (month,) in months}
    mo.stop(not choices, mo.md("Chưa có tháng nào được chấm điểm."))
    choice = mo.ui.dropdown(choices, value=next(iter(choices)), label="Đợt và tháng")
    choice
    return campaigns, choice, reader


@app.cell
def _(calendar, campaigns, choice, datetime, reader):
    name, month = choice.value
    units = campaigns[name].roster.units
    year, number = map(int, month.split("-"))
    month_end = datetime.date(year, number, calendar.monthrange(year, number)[1])
    results = reader.query_arrow("results_of_month", campaign=name, month=month).to_pylist()
    board = reader.query_arrow("arrivals_board", campaign=name, month_end=month_end).to_pylist()

    def unit_name(code):
        return units[code].name if code in units else code

    return board, results, unit_name


@app.cell
def _(mo, pd, results, unit_name):
    _scored = pd.DataFrame(results, columns=["block", "rank", "unit", "total", "reason"])
    ranking = pd.DataFrame(
        {
            "Khối": _scored["block"].map(unit_name),
            "Hạng": _scored["rank"].astype(object).where(_scored["rank"].notna(), None),
            "Đơn vị": _scored["unit"].map(unit_name),
            "Tổng điểm": [
                None if pd.isna(one) else f"{one:.2f}".replace(".", ",") for one in _scored["total"]
            ],
            "Lý do": _scored["reason"],
        }
    )
    mo.vstack([mo.md("## Xếp hạng"), mo.ui.table(ranking, selection=None)])
    return (ranking,)


@app.cell
def _(mo, ranking):
    _counts = ranking["Tổng điểm"].value_counts().sort_index(ascending=False)
    distribution = _counts.rename_axis("Tổng điểm").reset_index(name="Số đơn vị")
    distribution[""] = ["█" * round(40 * count / _counts.max()) for count in _counts]
    mo.vstack([mo.md("## Phân bố tổng điểm"), mo.ui.table(distribution, selection=None)])
    return (distribution,)


@app.cell
def _(board, mo, pd, unit_name):
    states = {
        "on_time": "Đúng hạn",
        "late": "Trễ hạn",
        "received": "Đã nhận",
        "unregistered": "Chưa vào sổ",
        "undecided": "Chưa rõ bản nào",
        "refused": "Không đọc được",
        "missing": "Chưa gửi",
    }
    _owed = pd.DataFrame(board, columns=["unit", "form", "state", "first_received_on", "days_late"])
    arrivals = pd.DataFrame(
        {
            "Đơn vị": _owed["unit"].map(unit_name),
            "Biểu": _owed["form"],
            "Tình trạng": _owed["state"].map(states),
            "Ngày nhận": _owed["first_received_on"],
            "Số ngày trễ": _owed["days_late"],
        }
    )
    mo.vstack([mo.md("## Tình hình nộp báo cáo"), mo.ui.table(arrivals, selection=None)])
    return (arrivals,)


if __name__ == "__main__":
    app.run()
