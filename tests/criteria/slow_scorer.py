"""The rules once more, as plainly as they can be said: fractions, one unit, straight from the rows of the tables."""

from datetime import date
from fractions import Fraction
from math import floor

from tests.criteria.random_tables import YEAR, RandomTable


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def on_grid(points: Fraction, grid: Fraction, rounding: str) -> Fraction:
    steps = abs(points) / grid
    rest = steps - floor(steps)
    up = rest > Fraction(1, 2) or (
        rest == Fraction(1, 2) and (rounding == "half_up" or floor(steps) % 2 == 1)
    )
    whole = floor(steps) + (1 if up and rounding != "down" else 0)
    return (whole if points >= 0 else -whole) * grid


def slow_points(table: RandomTable, facts: dict, given: dict) -> dict[str, Fraction | str]:
    """Points by code of every criterion that is no sum; "?" where not known, "-" where it does not apply."""
    grid = Fraction(table.grid)
    found: dict[str, Fraction | str] = {}
    for row in table.criteria:
        if row["rule"] == "sum":
            continue
        points = one(table, row, facts, given)
        found[row["code"]] = (
            points if isinstance(points, str) else on_grid(points, grid, table.settings["rounding"])
        )
    return found


def one(table: RandomTable, row: dict, facts: dict, given: dict) -> Fraction | str:
    most, rule = number(row["max_points"]), row["rule"]
    if rule == "given":
        return Fraction(given[row["code"]]) if row["code"] in given else "?"
    for name in filter(None, [row.get("applies_if")]):
        if name not in facts:
            return "?"
        if facts[name] == 0:
            return "-"
    names, below = row["indicators"].split(" + "), row.get("denominator", "").split(" + ")
    if any(name not in facts for name in [*names, *filter(None, below)]):
        return "?"
    if rule == "late":
        day = facts[names[0]]
        # Papers of a year may be signed three months before it; bands may run on into the next one.
        first = date(YEAR - 1, 10, 1) if names[0] == "maintenance_plan_date" else date(YEAR, 1, 1)
        counted = max(number(band["from"]) for band in table.bands if band["code"] == row["code"]) - 1
        if day < first or (day.year > YEAR and (day - date(YEAR, 6, 30)).days > counted):
            return "?"
        value = Fraction(max(0, (day - date(YEAR, 6, 30)).days))
    else:
        value = sum(Fraction(facts[name]) for name in names)
    if row.get("denominator"):
        whole = sum(Fraction(facts[name]) for name in below)
        if whole == 0:
            return {"full": most, "none": Fraction(0), "not_applicable": "-", "unknown": "?"}[
                row["when_zero"]
            ]
        if rule == "share":
            percent = value / whole * 100
            if percent >= number(row.get("full_from_pct") or "100"):
                return most
            return Fraction(0) if percent < number(row.get("zero_below_pct") or "0") else value / whole * most
        value = value / whole * 100
    each = number(row.get("each") or "0")
    if rule == "yes_no":
        return most if value else Fraction(0)
    if rule == "per_occurrence":
        return sorted([number(row["floor"]), (most if each < 0 else 0) + each * value, most])[1]
    if rule == "bonus":
        return min(each * value, most)
    if rule == "deduct":
        return -min(each * value, most)
    for band in table.bands:
        inside = number(band["from"]) <= value and (not band["below"] or value < number(band["below"]))
        if band["code"] == row["code"] and inside:
            if rule != "late":
                return number(band["points"])
            lost = band.get("lost_pct")
            return most - (most * number(lost) / 100 if lost else number(band["lost_points"]))
    raise AssertionError("no band")


def slow_total(table: RandomTable, points: dict[str, Fraction | str]) -> tuple[Fraction, Fraction] | None:
    """The total as it is ranked and as it is printed, with bonus and deduction; None where it is not known."""
    if "?" in points.values():
        return None
    rows = {row["code"]: row for row in table.criteria if row["rule"] != "sum"}
    parts = {code: row for code, row in rows.items() if row["rule"] not in ("bonus", "deduct")}
    earned = sum(points[code] for code in parts if points[code] != "-")
    away = sum(number(row["max_points"]) for code, row in parts.items() if points[code] == "-")
    whole, settings = Fraction(table.total), table.settings
    round_total = settings.get("round_total", "")
    if away and settings["not_applicable"] == "full":
        earned += away
    elif away and settings["not_applicable"] == "rescale":
        if away == whole:
            return None
        earned = earned * whole / (whole - away)
        if not round_total:
            earned = on_grid(earned, Fraction(table.grid), settings["rounding"])
    bonus = sum(points[code] for code in rows if rows[code]["rule"] == "bonus" and points[code] != "-")
    taken = -sum(points[code] for code in rows if rows[code]["rule"] == "deduct" and points[code] != "-")
    caps = {key: Fraction(cap) for key, cap in table.caps.items()}
    total = earned + min(bonus, caps.get("bonus_cap", 0)) - min(taken, caps.get("deduction_cap", 0))
    total = max(total, Fraction(0)) if table.floor is not None else total
    printed = total
    if round_total:
        printed = on_grid(total, Fraction(1, 10**table.decimals), settings["rounding"])
    return (printed if round_total == "before_ranking" else total), printed
