"""Random decisions as files, and random facts for them: nothing here is shared with the code that reads or scores."""

import csv
import datetime
import io
import json
import random
from decimal import Decimal
from pathlib import Path

COUNTS = {
    "văn bản": ["steering_documents_count"],
    "thủ tục": ["tthc_iso_applied", "tthc_total", "tthc_amended", "tthc_new"],
    "hồ sơ": ["dossiers_total", "dossiers_resolved", "dossiers_resolved_on_time", "dossiers_resolved_late"],
    "phiếu": ["satisfaction_slips_issued", "satisfaction_slips_returned", "satisfaction_slips_valid"],
    "lớp": ["training_classes_organised", "training_classes_attended"],
    "điểm": ["nonconformities_total", "nonconformities_closed"],
}
ANSWERS = ["steering_committee_renewed", "quality_policy_issued", "quality_objectives_issued"]
DAYS = ["internal_audit_date", "maintenance_plan_date"]
PERCENTS = ["satisfaction_very_good_share", "on_time_rate"]
RULES = ["yes_no", "steps", "steps_share", "share", "levels", "per_occurrence", "late", "given"]
ZERO_MEANS = ["full", "none", "not_applicable", "unknown"]
YEAR = 2027
# Around the deadline mostly; at the turn of the year, and in another.
FIRST_DAYS = [*[datetime.date(YEAR, 6, 15)] * 9, datetime.date(YEAR - 1, 12, 1), datetime.date(YEAR, 12, 1),
              datetime.date(YEAR - 9, 6, 15)]  # fmt: skip


def comma(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


class RandomTable:
    """One random decision. `criteria`, `bands` are rows of texts; `write` makes the files."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.grid = Decimal(self.random.choice(["0.05", "0.1", "0.25", "0.5", "1"]))
        self.criteria: list[dict[str, str]] = []
        self.bands: list[dict[str, str]] = []
        self.caps: dict[str, Decimal] = {}
        self.settings = {
            "rounding": self.random.choice(["half_up", "half_even", "down"]),
            "not_applicable": self.random.choice(["rescale", "full", "zero"]),
        }
        self.floor = self.random.choice([None, Decimal(0)])
        self._grow()
        self.settings["ties"] = self.random.choice(["competition", "dense", "average"])
        self.decimals = self.random.randint(0, 3)
        if self.random.random() < 0.6 and not self.total % Decimal(1).scaleb(-self.decimals):
            self.settings["round_total"] = self.random.choice(["before_ranking", "after_ranking"])
        codes = [row["code"] for row in self.criteria if row["code"] != "A"]
        self.tie_breakers = self.random.sample(codes, self.random.randint(0, min(2, len(codes))))

    def _points(self, most: int = 20) -> Decimal:
        return self.grid * self.random.randint(1, most)

    def _grow(self) -> None:
        groups: dict[str, Decimal] = {}
        for number in range(self.random.randint(1, 3)):
            code = f"A.{number + 1}"
            if self.random.random() < 0.4:
                groups[code] = self._leaf(code, "A")
                continue
            at = len(self.criteria)
            parts = [self._leaf(f"{code}.{part + 1}", code) for part in range(self.random.randint(1, 4))]
            groups[code] = sum(parts, Decimal(0))
            self.criteria.insert(at, self._row(code, "A", "sum", groups[code]))
        self.total = sum(groups.values(), Decimal(0))
        self.criteria.insert(0, self._row("A", "", "sum", self.total))
        for rule, key in (("bonus", "bonus_cap"), ("deduct", "deduction_cap")):
            if self.random.random() < 0.6:
                unit = self.random.choice(list(COUNTS))
                most = self._points()
                row = self._row(f"A.{rule}", "A", rule, most)
                row |= {"indicators": self._sum(unit), "unit": unit}
                row["each"] = comma(min(most, self._points(4)))
                self.criteria.append(row)
                self.caps[key] = self.grid * self.random.randint(1, int(most / self.grid))
        self.random.shuffle(self.bands)

    def _row(self, code: str, parent: str, rule: str, most: Decimal) -> dict[str, str]:
        return {"annex": "I", "code": code, "parent": parent, "label": f"Tiêu chí {code}", "max_points": comma(most),
                "rule": rule, "reference": f"Điều {self.random.randint(1, 30)}"}  # fmt: skip

    def _sum(self, unit: str) -> str:
        names = COUNTS[unit]
        return " + ".join(self.random.sample(names, self.random.randint(1, min(2, len(names)))))

    def _leaf(self, code: str, parent: str) -> Decimal:
        kind, most = self.random.choice(RULES), self._points()
        row = self._row(code, parent, kind.partition("_share")[0], most)
        self.criteria.append(row)
        unit = self.random.choice(list(COUNTS))
        if kind == "yes_no":
            row["indicators"] = self.random.choice(ANSWERS)
        elif kind == "steps":
            percent = self.random.random() < 0.3
            row |= {"indicators": self.random.choice(PERCENTS) if percent else self._sum(unit)}
            row["unit"] = "%" if percent else unit
            self._steps(code, most, 100 if percent else 40)
        elif kind in ("steps_share", "share"):
            row |= {"indicators": self._sum(unit), "denominator": self._sum(unit), "unit": unit}
            row["when_zero"] = self.random.choice(ZERO_MEANS)
            if kind == "steps_share":
                row["unit"] = "%"
                self._steps(code, most, 100)
            elif self.random.random() < 0.5:
                row |= {"full_from_pct": "90", "zero_below_pct": self.random.choice(["0", "33,5", "50"])}
        elif kind == "levels":
            row |= {"indicators": " + ".join(ANSWERS[:2]), "unit": "việc"}
            half = self.grid * self.random.randint(0, int(most / self.grid))
            for level, start, below, points in (
                ("không", 0, 1, Decimal(0)),
                ("nửa", 1, 2, half),
                ("đủ", 2, "", most),
            ):
                self._band(code, start, below, level=level, points=comma(points))
        elif kind == "per_occurrence":
            row |= {"indicators": self._sum(unit), "unit": unit}
            row["each"] = comma(self._points(4) * self.random.choice([1, -1]))
            row["floor"] = comma(self.grid * self.random.randint(0, int(most / self.grid) - 1))
        elif kind == "late":
            row |= {"indicators": self.random.choice(DAYS), "unit": "ngày", "deadline": "30/6"}
            self._band(code, 0, 1, lost_points="0")
            pct = self.random.choice([10, 25, 33, 50])
            self._band(code, 1, 11, lost_pct=str(pct))
            self._band(code, 11, "", lost_pct="100")
        if kind != "given" and self.random.random() < 0.2:
            row["applies_if"] = "dossiers_total"
        return most

    def _steps(self, code: str, most: Decimal, highest: int) -> None:
        borders = sorted(self.random.sample(range(1, highest), self.random.randint(1, 4)))
        best = self.random.randrange(len(borders) + 1)
        for at, (start, below) in enumerate(zip([0, *borders], [*borders, ""], strict=True)):
            points = most if at == best else self.grid * self.random.randint(0, int(most / self.grid))
            self._band(code, start, below, points=comma(points))

    def _band(self, code: str, start: object, below: object, **more: str) -> None:
        self.bands.append({"annex": "I", "code": code, "from": str(start), "below": str(below), **more})

    def write(self, folder: Path) -> Path:
        """The decision in `folder`, its columns and separator at random."""
        folder.mkdir(parents=True, exist_ok=True)
        lines = [
            f"{key} = {json.dumps(text, ensure_ascii=False)}"
            for key, text in (
                ("number", f"{self.random.randint(1, 99)}/QĐ"),
                ("issuer", f"Cơ quan {folder.name}"),
                ("subject", "Thử"),
            )
        ]
        lines += [
            "date = 2027-01-01",
            "in_force_from = 2027-01-01",
            "[[annex]]",
            'code = "I"',
            'name = "Phụ lục I"',
            'level = "commune"',
            'criterion = "A"',
            'label = "Thử"',
            f'total = "{comma(self.total)}"',
        ]
        lines += [f'{key} = "{comma(cap)}"' for key, cap in self.caps.items()]
        if self.tie_breakers:
            lines.append(f"tie_breakers = {json.dumps(self.tie_breakers)}")
        lines += [
            "[convention]",
            f'grid = "{comma(self.grid)}"',
            f"decimals = {self.decimals}",
            'missing_report = "scores_zero"',
        ]
        lines += [f'{key} = "{value}"' for key, value in self.settings.items()]
        lines += [] if self.floor is None else ['total_floor = "0"']
        (folder / "decision.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        self._csv(folder / "criteria.csv", self.criteria)
        if self.bands:
            self._csv(folder / "bands.csv", self.bands)
        return folder

    def _csv(self, path: Path, rows: list[dict[str, str]]) -> None:
        columns = list({name: None for row in rows for name in row})
        self.random.shuffle(columns)
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, columns, restval="", delimiter=self.random.choice(",;\t"))
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(buffer.getvalue(), encoding=self.random.choice(["utf-8", "utf-8-sig"]), newline="")

    def facts(self) -> dict[str, object]:
        """What one unit reports: mostly everything, now and then nothing; zeros are usual."""
        facts: dict[str, object] = {}
        asked = [*(name for names in COUNTS.values() for name in names), *ANSWERS, *DAYS, *PERCENTS]
        missing = self.random.choice([0, 0, 0, 0.05])
        for name in asked:
            if self.random.random() < missing:
                continue
            if name in ANSWERS:
                facts[name] = Decimal(self.random.randint(0, 1))
            elif name in DAYS:
                facts[name] = self.random.choice(FIRST_DAYS) + datetime.timedelta(self.random.randint(0, 40))
            elif name in PERCENTS:
                facts[name] = Decimal(self.random.randint(0, 10000)) / 100
            else:
                facts[name] = Decimal(self.random.choice([0, 1, 2, 3, self.random.randint(0, 60)]))
        return facts

    def given(self) -> dict[str, Decimal]:
        """The points that people gave, sometimes not all."""
        return {
            row["code"]: self.grid
            * self.random.randint(0, int(Decimal(row["max_points"].replace(",", ".")) / self.grid))
            for row in self.criteria
            if row["rule"] == "given" and self.random.random() < 0.97
        }
