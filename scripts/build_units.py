"""Builds the registers of `schemas/units/` from the data of the package `vietnamadminunits` (MIT).

    python scripts/build_units.py

The package is needed here only; nothing reads it at run time. The same package version gives the same bytes.
"""

import csv
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

UNITS = Path(__file__).parents[1] / "schemas" / "units"
KINDS = ("thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "quận", "huyện", "phường", "xã")

Row = tuple[str, ...]


def main() -> None:
    """Writes both registers and the successions, after checking every total."""
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("vietnamadminunits is not installed: it is a build-time dependency (uv sync)")
    data = Path(spec.origin).parent / "data"
    with closing(sqlite3.connect(f"{(data / 'dataset.db').as_uri()}?mode=ro", uri=True)) as database:
        old = database.execute(
            "select provinceCode, province, districtCode, district, wardCode, ward,"
            " provinceKey, districtKey, wardKey from admin_units_legacy"
        ).fetchall()
        new = database.execute(
            "select provinceCode, province, wardCode, ward, provinceKey, wardKey from admin_units"
        ).fetchall()
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))

    before = register(
        [(p, p_name, "province", "") for p, p_name, *_ in old]
        + [(d, d_name, "district", p) for p, _, d, d_name, *_ in old]
        + [(c, c_name, "commune", d) for _, _, d, _, c, c_name, *_ in old if c]
    )
    after = register(
        [(p, p_name, "province", "") for p, p_name, *_ in new]
        + [(c, c_name, "commune", p) for p, _, c, c_name, *_ in new]
    )
    check_totals(before, {"province": 63, "district": 696, "commune": 10_035})
    check_totals(after, {"province": 34, "commune": 3_321})

    lines = successions(old, new, converter)
    split = {line[0] for line in lines if line[2] == "0"}
    assert len(split) == 471, len(split)
    assert {line[1] for line in lines} == {row[0] for row in after}, "a new unit without any predecessor"

    write("units_2025-06-30.csv", ("code", "name", "level", "kind", "parent"), before)
    write("units_2025-07-01.csv", ("code", "name", "level", "kind", "parent"), after)
    write("successions.csv", ("old_code", "new_code", "is_default", "note"), lines)


def register(units: Iterable[tuple[str, str, str, str]]) -> list[Row]:
    """(code, name, level, kind, parent) of every unit once: a province, its districts, each with its communes."""
    rows: dict[str, Row] = {}
    for code, name, level, parent in units:
        kind = next(kind for kind in KINDS if name.lower().startswith(f"{kind} "))
        row = (code, name, level, kind, parent)
        if rows.setdefault(code, row) != row:
            raise SystemExit(f"two units under code {code}: {rows[code]} and {row}")
    for code, _, _, _, parent in rows.values():
        assert not parent or parent in rows, code

    def path(row: Row) -> tuple[str, ...]:
        return (*path(rows[row[4]]), row[0]) if row[4] else (row[0],)

    return sorted(rows.values(), key=path)


def check_totals(rows: list[Row], expected: dict[str, int]) -> None:
    """Stops the build when a total differs, and when a code has not the digits of its level."""
    digits = {"province": 2, "district": 3, "commune": 5}
    found: dict[str, int] = {}
    for code, _, level, *_ in rows:
        assert code.isdecimal() and len(code) == digits[level], code
        found[level] = found.get(level, 0) + 1
    assert found == expected, found


def successions(old: list[Row], new: list[Row], converter: dict[str, Any]) -> list[Row]:
    """(old code, new code, "1" if default, note) for provinces, communes and the districts that had none."""
    # The island districts without communes stand in the package under their district.
    old_codes = {f"{r[6]}_{r[7]}_{r[8] or ''}": r[4] or r[2] for r in old}
    new_codes = {(r[4], r[5]): r[2] for r in new}
    old_provinces = {r[6]: r[0] for r in old}
    new_provinces = {r[4]: r[0] for r in new}
    lines: list[Row] = []
    for province, merged in converter["DICT_PROVINCE"].items():
        lines += [(old_provinces[key], new_provinces[province], "1", "") for key in merged]
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, merged in communes.items():
            lines += [(old_codes[key], new_codes[province, commune], "1", "") for key in merged]
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            note = f"chia cho {len(parts)} đơn vị"
            lines += [
                (
                    old_codes[key],
                    new_codes[province, part["newWardKey"]],
                    str(int(part["isDefaultNewWard"])),
                    note,
                )
                for part in parts
            ]
    have_default = [line[0] for line in lines if line[2] == "1"]
    assert len(have_default) == len(set(have_default)) == 63 + 10_035 + 5, len(have_default)
    return sorted(lines, key=lambda line: (len(line[0]), line[0], line[2] == "0", line[1]))


def write(name: str, header: Row, rows: list[Row]) -> None:
    """One CSV in UTF-8 with plain line feeds, the same on every system."""
    with (UNITS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
