"""Every notebook runs from top to bottom over a published read copy, without a browser."""

import shutil
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import load_campaign
from schemas.tables import columns

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "raw" / "ha-tinh-2021"
MONTH = "2021-12"


def published(folder: Path) -> None:
    """A warehouse of three ranked communes of the sample campaign and two forms that their district owes."""
    campaign = SAMPLE.name
    units = load_campaign(SAMPLE).roster
    communes = units.of_level("commune")[:3]
    totals = [Decimal("4.50"), Decimal("4.25"), Decimal("4.25")]
    results = [
        {
            "campaign": campaign,
            "month": MONTH,
            "decision": "d",
            "annex": "III",
            "round": "huyen_cham",
            "block": commune.parent,
            "unit": commune.code,
            "total": total,
            "state": "scored",
            "rank": rank,
        }
        for commune, total, rank in zip(communes, totals, (1, 2, 2), strict=True)
    ]
    due = [{"campaign": campaign, "unit": communes[0].parent, "form": form} for form in ("iib_1", "iib_2")]
    with Warehouse.open_writer(folder) as writer:
        nothing = {
            name: pa.Table.from_pylist([], schema=getattr(columns, name)) for name in ("INBOX", "ARRIVALS")
        }
        writer.replace_stock(
            campaign, nothing["INBOX"], nothing["ARRIVALS"], pa.Table.from_pylist(due, schema=columns.DUE)
        )
        writer.replace_results(
            campaign,
            MONTH,
            pa.Table.from_pylist([], schema=columns.SCORES),
            pa.Table.from_pylist(results, schema=columns.RESULTS),
        )
        writer.publish_read_copy()


def run_notebook(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, raw: Path = ROOT / "raw"
) -> dict[str, Any]:
    """What the cells of the notebook define."""
    import runpy

    asked = ["--warehouse", str(warehouse), "--raw", str(raw)]
    monkeypatch.setattr(sys, "argv", ["ky_bao_cao.py", "--", *asked])
    app = runpy.run_path(str(ROOT / "notebooks" / "ky_bao_cao.py"))["app"]
    _, definitions = app.run()
    return dict(definitions)


def test_the_month_is_shown_ranked_with_who_has_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path)
    seen = run_notebook(tmp_path, monkeypatch)
    assert seen["ranking"][["Hạng", "Tổng điểm"]].values.tolist() == [
        ["1", "4,50"],
        ["2", "4,25"],
        ["2", "4,25"],
    ]
    assert seen["distribution"][["Tổng điểm", "Số đơn vị"]].values.tolist() == [["4,50", 1], ["4,25", 2]]
    assert set(seen["arrivals"]["Tình trạng"]) == {"chưa nộp"}
    assert set(seen["arrivals"]["Biểu"]) == {"Phụ lục IIB.1", "Phụ lục IIB.2"}


def test_a_campaign_that_cannot_be_read_is_told_beside_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path)
    raw = tmp_path / "raw"
    shutil.copytree(SAMPLE, raw / SAMPLE.name, ignore=shutil.ignore_patterns("inbox"))
    (raw / "hỏng").mkdir()
    (raw / "hỏng" / "campaign.toml").write_text('title = "Đợt\n', encoding="utf-8")
    seen = run_notebook(tmp_path, monkeypatch, raw)
    assert len(seen["ranking"]) == 3
    [told] = seen["broken"]
    assert "campaign.toml, dòng 1" in told.text


def test_the_next_run_writes_while_the_notebook_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path)
    seen = run_notebook(tmp_path, monkeypatch)
    published(tmp_path)
    assert len(seen["ranking"]) == 3


def test_before_the_first_run_the_notebook_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ranking" not in run_notebook(tmp_path, monkeypatch)
