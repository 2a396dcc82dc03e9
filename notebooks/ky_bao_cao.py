"""The window on one month: ranking, distribution and arrivals, from the published read copy."""

import marimo

app = marimo.App(width="full", app_title="Kỳ báo cáo")


@app.cell
def _():
    from pathlib import Path

    import marimo as mo
    import pandas as pd

    from pipelines.reports.board import ARRIVAL_VI
    from pipelines.reports.wording import date_text, decimal_text
    from pipelines.scoring.score import STATE_VI
    from pipelines.store.read_copy import NothingPublished
    from pipelines.store.warehouse import Warehouse
    from schemas.campaigns.campaign import LEVEL_VI, load_campaign
    from schemas.declaration import DeclarationError
    from schemas.period import read_month

    return (
        ARRIVAL_VI, DeclarationError, LEVEL_VI, NothingPublished, Path, STATE_VI, Warehouse, date_text, decimal_text,
        load_campaign, mo, pd, read_month,
    )  # fmt: skip


@app.cell
def _(DeclarationError, NothingPublished, Path, Warehouse, load_campaign, mo):
    root = Path(__file__).resolve().parent.parent
    raw = Path(str(mo.cli_args().get("raw") or root / "raw"))
    folder = Path(str(mo.cli_args().get("warehouse") or root / "warehouse"))
    campaigns, broken = {}, []
    for path in sorted(raw.glob("*/campaign.toml")):
        try:
            campaigns[path.parent.name] = load_campaign(path.parent)
        except DeclarationError as error:
            # The months of the other campaigns can be shown all the same.
            broken.append(mo.md(f"Không xem được đợt này: {error}"))
    try:
        reader = Warehouse.open_reader(folder)
    except NothingPublished as error:
        mo.stop(True, mo.md(str(error)))
    scored = {name: reader.query("months_scored", campaign=name) for name in campaigns}
    choices = {f"{name}, {month}": (name, month) for name, months in scored.items() for (month,) in months}
    mo.stop(not choices, mo.vstack([mo.md("Chưa có tháng nào được chấm điểm."), *broken]))
    choice = mo.ui.dropdown(choices, value=next(iter(choices)), label="Đợt và tháng")
    mo.vstack([choice, *broken])
    return broken, campaigns, choice, reader


@app.cell
def _(LEVEL_VI, campaigns, choice, date_text, decimal_text, mo, read_month, reader):
    name, month = choice.value
    campaign = campaigns[name]
    units = campaign.roster.units
    month_end = read_month(month).last
    results = reader.query_arrow("results_of_month", campaign=name, month=month).to_pylist()
    points = reader.query_arrow("scores_of_month", campaign=name, month=month).to_pylist()
    board = reader.query_arrow("arrivals_board", campaign=name, month_end=month_end).to_pylist()

    def unit_name(code):
        return units[code].name if code in units else f"Khối {LEVEL_VI.get(code, code)}"

    def level(code):
        return LEVEL_VI[units[code].level] if code in units else ""

    def shown(points):
        return "" if points is None else decimal_text(points, 2)

    def table(rows, **how):
        # Types and counts of values in the heads speak of data frames; the page is for people who read lists.
        centred = ("Hạng", "Tổng điểm", "Số đơn vị", "Điểm", "Số ngày trễ")
        return mo.ui.table(
            rows, selection=None, show_data_types=False, show_column_summaries=False, page_size=20,
            text_justify_columns={name: "center" for name in centred if name in rows},
            wrapped_columns=[name for name in ("Tệp", "Lý do") if name in rows], **how,
        )  # fmt: skip

    mo.md(f"# {campaign.title}\n\nTính đến hết ngày {date_text(month_end)}")
    return board, campaign, level, points, results, shown, table, unit_name


@app.cell
def _(STATE_VI, decimal_text, level, mo, pd, results, shown, table, unit_name):
    ranking = pd.DataFrame(
        [
            (
                unit_name(one["block"]), "" if one["rank"] is None else decimal_text(one["rank"]),
                unit_name(one["unit"]), shown(one["total"]), STATE_VI[one["state"]], one["reason"] or "",
            )
            for one in results
        ],
        columns=["Khối", "Hạng", "Đơn vị", "Tổng điểm", "Tình trạng", "Lý do"],
    )  # fmt: skip
    levels = [level(one["unit"]) for one in results]
    mo.vstack([mo.md("## Xếp hạng"), table(ranking)])
    return levels, ranking


@app.cell
def _(levels, mo, ranking, table):
    # Totals of communes and of districts have other maxima: side by side they would mean nothing.
    _scored = ranking.assign(Cấp=levels)[ranking["Tổng điểm"] != ""]
    distribution = _scored.groupby(["Cấp", "Tổng điểm"]).size().rename("Số đơn vị").reset_index()
    distribution = distribution.sort_values(["Cấp", "Tổng điểm"], ascending=[True, False], ignore_index=True)
    _most = distribution.groupby("Cấp")["Số đơn vị"].transform("max")
    _bars = [
        mo.Html(f'<div style="width:{24 * count / most:.1f}em;height:1em;background:#2d6c9e"></div>')
        for count, most in zip(distribution["Số đơn vị"], _most, strict=True)
    ]
    mo.vstack(
        [
            mo.md("## Phân bố tổng điểm"),
            table(
                distribution.assign(**{"Biểu đồ": _bars}),
                pagination=False,
                show_search=False,
                show_download=False,
                column_widths={"Biểu đồ": 420},
            ),
        ]
    )
    return (distribution,)


@app.cell
def _(STATE_VI, mo, pd, points, shown, table, unit_name):
    sources = pd.DataFrame(
        [
            (
                unit_name(one["unit"]), one["criterion"], shown(one["points"]), STATE_VI[one["state"]],
                one["path"] or "", one["sheet"] or "", one["cell"] or "", one["typed"] or "", one["reason"] or "",
            )
            for one in points
        ],
        columns=["Đơn vị", "Tiêu chí", "Điểm", "Tình trạng", "Tệp", "Trang tính", "Ô", "Nguyên văn", "Lý do"],
    )  # fmt: skip
    mo.vstack(
        [
            mo.md("## Điểm lấy ở đâu"),
            mo.md("Gõ tên đơn vị vào ô tìm kiếm."),
            table(sources),
        ]
    )
    return (sources,)


@app.cell
def _(ARRIVAL_VI, board, campaign, date_text, mo, pd, table, unit_name):
    arrivals = pd.DataFrame(
        [
            (
                unit_name(one["unit"]), campaign.layouts[one["form"]].name, ARRIVAL_VI[one["state"]],
                date_text(one["first_received_on"]) if one["first_received_on"] else "", one["days_late"] or "",
            )
            for one in board
        ],
        columns=["Đơn vị", "Biểu", "Tình trạng", "Ngày nhận", "Số ngày trễ"],
    )  # fmt: skip
    mo.vstack([mo.md("## Tiến độ nộp báo cáo"), table(arrivals)])
    return (arrivals,)


if __name__ == "__main__":
    app.run()
