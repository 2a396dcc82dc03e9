"""Charts as PNG: totals by block, points by criterion, arrivals against the deadline. Only drawn when
asked for.
"""

import datetime
import io
import textwrap
from collections import Counter
from decimal import Decimal
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from pipelines.reports.chart_figures import (
    ArrivalsContent,
    HeatContent,
    TotalsBlock,
    TotalsContent,
    block_means,
    median,
)
from pipelines.reports.page import Marks
from pipelines.reports.place import place
from pipelines.reports.wording import decimal_text

# DejaVu comes with matplotlib and has every Vietnamese letter; what fonts a PC has is then no matter.
matplotlib.rcParams["font.family"] = "DejaVu Sans"
_INK, _SOFT, _GRID, _ACCENT, _WARN = (
    "#22303c",
    "#6b7a86",
    "#dfe5ea",
    "#2f6c9e",
    "#b3402e",
)
_DPI = 130
_CAPTION_LETTERS = 130  # of 9 points, on a chart of 9 inches
# The share of a maximum where the scale of blues would end: up to 1 every blue is light enough for dark figures.
_DARKEST = 1.8
UNITS_SHOWN = 40  # more rows than this cannot be read on one page: blocks are shown instead


def write_totals(path: Path, content: TotalsContent) -> None:
    """Columns of counts for one block, a row of dots sized by count for several. Raises OutputBusy."""
    scored = [block for block in content.blocks if block.totals]
    if len(content.blocks) == 1 and scored:
        figure, axes = _canvas(9, 5)
        _columns(axes, scored[0])
        note = ""
    else:
        figure, axes = _canvas(9, 1.9 + 0.34 * max(len(content.blocks), 3))
        _dots(axes, content)
        note = "Mỗi chấm là một mức điểm, chấm càng lớn càng nhiều đơn vị; vạch đứng là trung vị của khối"
    _finish(path, figure, content.title, _sentence(note, content.caption), content.marks)


def write_heat_map(path: Path, content: HeatContent) -> None:
    """Units by criteria; blocks by criteria (means of the settled points) past UNITS_SHOWN units. Raises
    OutputBusy.
    """
    by_block = len(content.rows) > UNITS_SHOWN
    rows = block_means(content.rows) if by_block else [(row.unit, row.points) for row in content.rows]
    figure, axes = _canvas(9, 2.0 + 0.3 * max(len(rows), 2))
    tops = [
        max([top] if top else [points[i] or Decimal(0) for _, points in rows] or [Decimal(0)]) or Decimal(1)
        for i, top in enumerate(content.maxima)
    ]
    shares = [
        [
            float("nan") if point is None else float(point / top)
            for point, top in zip(points, tops, strict=True)
        ]
        for _, points in rows
    ]
    if shares:
        axes.imshow(shares, cmap="Blues", vmin=0.0, vmax=_DARKEST, aspect="auto")
    for y, (_, points) in enumerate(rows):
        for x, point in enumerate(points):
            text = "…" if point is None else decimal_text(point, 2)
            axes.text(x, y, text, ha="center", va="center", fontsize=9, color=_INK)
    heads = [
        code if top is None else f"{code}\n(tối đa {decimal_text(top)})"
        for code, top in zip(content.criteria, content.maxima, strict=True)
    ]
    axes.set_xticks(range(len(heads)), heads)
    axes.set_yticks(range(len(rows)), [_short(name) for name, _ in rows])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xticks([x - 0.5 for x in range(1, len(heads))], minor=True)
    axes.set_yticks([y - 0.5 for y in range(1, len(rows))], minor=True)
    axes.grid(which="minor", color="white", linewidth=1.5)
    axes.tick_params(which="minor", length=0)
    axes.spines[:].set_visible(False)
    if not rows:
        _nothing(axes, "Chưa có điểm")
    known = all(content.maxima)
    top = "điểm tối đa" if known else "điểm cao nhất đã chấm ở tiêu chí ấy, vì chưa biết điểm tối đa"
    note = f"Ô càng đậm càng gần {top}" + ("; mỗi ô là điểm bình quân của khối" if by_block else "")
    _finish(path, figure, content.title, _sentence(note, content.caption), content.marks)


def write_arrivals(path: Path, content: ArrivalsContent) -> None:
    """A rising line of units that have sent, against those that owe and the deadline. Raises OutputBusy."""
    figure, axes = _canvas(9, 5)
    counts = Counter(content.days)
    marked = sorted({*counts, *([content.deadline] if content.deadline else [])})
    axes.set_ylim(0, max(content.due, len(content.days), 1) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_formatter(lambda count, _: decimal_text(Decimal(int(count)), 0))
    axes.axhline(content.due, color=_SOFT, linewidth=1, linestyle=(0, (4, 3)))
    if marked:
        start, end = marked[0].toordinal() - 3, marked[-1].toordinal() + 3
        xs, ys, sent = [start], [0], 0
        for day in sorted(counts):
            sent += counts[day]
            xs.append(day.toordinal())
            ys.append(sent)
        axes.step([*xs, end], [*ys, sent], where="post", color=_ACCENT, linewidth=2.2)
        axes.fill_between([*xs, end], [*ys, sent], step="post", color=_ACCENT, alpha=0.12)
        if sent:
            axes.annotate(
                decimal_text(Decimal(sent), 0),
                (end, sent),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                color=_ACCENT,
            )
        axes.set_xlim(start, end)
        step = max(1, -(-(end - start) // 9))
        ticks = range(start + 3, end + 1, step)
        axes.set_xticks(
            list(ticks),
            [datetime.date.fromordinal(day).strftime("%d/%m") for day in ticks],
        )
    else:
        _nothing(axes, "Chưa có báo cáo nào có ngày nhận trong sổ")
        axes.set_xticks([])
    axes.annotate(
        f"Phải nộp: {decimal_text(Decimal(content.due), 0)}", (0, content.due),
        xycoords=("axes fraction", "data"),
        xytext=(6, 4), textcoords="offset points", color=_SOFT, fontsize=9,
    )  # fmt: skip
    if content.deadline:
        axes.axvline(content.deadline.toordinal(), color=_WARN, linewidth=1.4)
        axes.annotate(
            f"Hạn {content.deadline:%d/%m/%Y} ", (content.deadline.toordinal(), 1.0), ha="right", color=_WARN,
            xycoords=("data", "axes fraction"), fontsize=9, va="top",
        )  # fmt: skip
    axes.set_ylabel("Số đơn vị đã nộp (cộng dồn)")
    axes.grid(axis="y", color=_GRID)
    note = "" if content.deadline else "Chưa biết hạn nộp nên không tính sớm, trễ"
    if content.unregistered:
        note = _sentence(note, f"{content.unregistered} đơn vị có tệp chưa vào sổ, không tính vào đường này")
    _finish(path, figure, content.title, _sentence(note, content.caption), content.marks)


def _columns(axes: Axes, block: TotalsBlock) -> None:
    counts = sorted(Counter(block.totals).items())
    places = range(len(counts))
    bars = axes.bar(places, [count for _, count in counts], color=_ACCENT, width=0.62)
    axes.bar_label(bars, padding=3, color=_INK, fontsize=10)
    # With few levels, columns as wide as the page would look like a wall.
    side = max(0.6, (7 - len(counts)) / 2)
    axes.set_xlim(-side, len(counts) - 1 + side)
    axes.set_xticks(list(places), [decimal_text(total, 2) for total, _ in counts])
    if len(counts) > 16:
        axes.tick_params(axis="x", rotation=90)
    axes.set_ylim(0, max(count for _, count in counts) * 1.15)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Tổng điểm")
    axes.set_ylabel("Số đơn vị")
    axes.set_title(_short(block.name, 70), fontsize=10, color=_SOFT, loc="left")


def _dots(axes: Axes, content: TotalsContent) -> None:
    most = max(
        (n for block in content.blocks for n in Counter(block.totals).values()),
        default=1,
    )
    every = [total for block in content.blocks for total in block.totals]
    high = float(content.max_total if content.max_total is not None else max(every, default=Decimal(1)))
    low = float(min(every, default=Decimal(0)))
    margin = max((high - low) * 0.06, 0.1)
    for y, block in enumerate(content.blocks):
        if not block.totals:
            axes.text(
                low,
                y,
                "chưa có điểm",
                va="center",
                color=_SOFT,
                style="italic",
                fontsize=9,
            )
            continue
        counts = Counter(block.totals)
        axes.plot(
            [float(min(counts)), float(max(counts))],
            [y, y],
            color=_GRID,
            linewidth=3,
            zorder=1,
        )
        levels = [float(total) for total in counts]
        sizes = [25 + 190 * n / most for n in counts.values()]
        axes.scatter(
            levels,
            [y] * len(levels),
            s=sizes,
            color=_ACCENT,
            alpha=0.75,
            linewidths=0,
            zorder=2,
        )
        middle = float(median(block.totals))
        axes.plot([middle, middle], [y - 0.36, y + 0.36], color=_WARN, linewidth=2, zorder=3)
    axes.set_yticks(
        range(len(content.blocks)),
        [f"{_short(b.name)} ({len(b.totals)}/{len(b.totals) + b.without})" for b in content.blocks],
    )
    axes.set_ylim(len(content.blocks) - 0.4, -0.6)
    axes.set_xlim(low - margin, high + margin)
    ticks = [tick for tick in axes.get_xticks() if low - margin <= tick <= high + margin]
    shown = [Decimal(str(round(tick, 4))).normalize() for tick in ticks]
    places = max((-int(tick.as_tuple().exponent) for tick in shown), default=0)
    axes.set_xticks(ticks, [decimal_text(tick, max(places, 0)) for tick in shown])
    axes.grid(axis="x", color=_GRID)
    axes.set_xlabel(
        "Tổng điểm" + ("" if content.max_total is None else f" (tối đa {decimal_text(content.max_total)})")
    )


def _canvas(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(
        figsize=(width, height),
        dpi=_DPI,
        layout=ConstrainedLayoutEngine(w_pad=0.14, h_pad=0.12),
        facecolor="white",
    )
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_SOFT)
    axes.tick_params(colors=_INK, labelsize=9, length=0)
    axes.set_axisbelow(True)
    return figure, axes


def _finish(path: Path, figure: Figure, title: str, caption: str, marks: Marks) -> None:
    """Title, caption and marks; then the same bytes for the same content: no date, no version in the file."""
    heading = f"{marks.text}\n{title}" if marks.text else title  # on a line of its own it covers no number
    figure.suptitle(heading, fontsize=13, fontweight="bold", color=_INK, x=0.015, ha="left")
    if caption:
        caption = "\n".join(textwrap.wrap(caption, _CAPTION_LETTERS))  # one long line would be cut off
        figure.supxlabel(caption, fontsize=9, x=0.015, ha="left", color=_SOFT)
    canvas = FigureCanvasAgg(figure)
    buffer = io.BytesIO()
    canvas.print_png(buffer, metadata={"Software": None})
    place(path, buffer.getvalue())


def _nothing(axes: Axes, text: str) -> None:
    axes.text(
        0.5,
        0.5,
        text,
        transform=axes.transAxes,
        ha="center",
        va="center",
        color=_SOFT,
        fontsize=11,
    )


def _sentence(*parts: str) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part) + ("." if any(parts) else "")


def _short(name: str, most: int = 34) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
