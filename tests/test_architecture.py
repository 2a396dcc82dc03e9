"""The arrows of the house, read from the imports themselves (also those inside functions)."""

import ast
import functools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from schemas.campaigns.rounds import Round

ROOT = Path(__file__).resolve().parent.parent

# Who may import whom. A room that is not listed here may not exist; `schemas` imports only itself.
ARROWS: dict[str, set[str]] = {
    "schemas": {"schemas"},
    "pipelines": set(),
    "pipelines.release": set(),
    "pipelines.settings": set(),
    "pipelines.patience": set(),
    "pipelines.system_reasons": set(),
    "pipelines.__main__": {"pipelines.cli"},
    "pipelines.vietnamese_argparse": set(),
    "pipelines.steps": set(),
    "pipelines.summary": {"schemas"},
    "pipelines.console": {"pipelines.settings", "pipelines.summary", "schemas"},
    "pipelines.intake": {"pipelines.intake", "schemas"},
    "pipelines.scoring": {"pipelines.scoring", "schemas"},
    "pipelines.reports": {"pipelines.reports", "pipelines.patience", "schemas"},
    "pipelines.store": {"pipelines.store", "pipelines.patience", "pipelines.system_reasons", "schemas"},
    # The simulated province shares no code with the reader: it could not find the reader's mistakes.
    "pipelines.demo": {"pipelines.demo", "schemas"},
    "pipelines.operations": {
        "pipelines.operations",
        "pipelines.intake",
        "pipelines.scoring",
        "pipelines.reports",
        "pipelines.store",
        "pipelines.patience",
        "pipelines.release",
        "pipelines.steps",
        "pipelines.summary",
        "schemas",
    },
    "pipelines.flows": {
        "pipelines.flows",
        "pipelines.operations",
        "pipelines.console",
        "pipelines.guard",
        "pipelines.settings",
        "pipelines.steps",
        "pipelines.summary",
    },
    "pipelines.commands": {
        "pipelines.commands",
        "pipelines.operations",
        "pipelines.flows",
        "pipelines.demo",
        "pipelines.console",
        "pipelines.settings",
        "pipelines.steps",
        "pipelines.summary",
        "schemas",
    },
    "pipelines.guard": {
        "pipelines.operations",
        "pipelines.store",
        "pipelines.settings",
        "pipelines.system_reasons",
        "schemas",
    },
    # Leads to the commands by name, so that they are imported only when they are asked for.
    "pipelines.arguments": {"pipelines.settings", "schemas"},
    "pipelines.recording": {"pipelines.arguments"},
    "pipelines.cli": {
        "pipelines.arguments",
        "pipelines.guard",
        "pipelines.recording",
        "pipelines.settings",
        "pipelines.vietnamese_argparse",
    },
    "notebooks": {"pipelines.store", "pipelines.scoring", "pipelines.reports", "schemas"},
}

# The rooms inside a room, from the ground up. All may use the modules that stand in the outer room itself, and these
# use no inner room.
INNER_ARROWS: dict[str, dict[str, set[str]]] = {
    "intake": {
        "cells": set(),
        "gate": {"cells"},
        "letters": {"cells"},
        "units": {"cells"},
        "tables": {"cells", "gate", "letters", "units"},
        "senders": {"cells", "letters", "tables", "units"},
        "rows": {"cells", "gate", "senders", "tables", "units"},
        "submissions": {"cells", "letters", "rows", "senders", "tables", "units"},
        "files": {"cells", "gate", "rows", "senders", "submissions", "tables", "units"},
        "appraisal_sheets": {"cells", "files", "gate", "tables"},
    },
    "operations": {
        "contents": set(),
        "criteria": set(),
        "ledger": set(),
        "appraisal": {"ledger"},
        "board": {"contents"},
        "month": {"appraisal", "board", "contents", "ledger"},
        "official": {"appraisal", "contents", "ledger", "month"},
    },
}

# Where each heavy package may be imported. A dependency of the project that is not listed is refused.
PACKAGES: dict[str, tuple[str, ...]] = {
    "duckdb": ("pipelines.store.warehouse",),
    "prefect": ("pipelines.flows",),
    "fastapi": ("pipelines.flows.page",),
    "starlette": ("pipelines.flows.page",),
    "uvicorn": ("pipelines.flows.page",),
    "matplotlib": ("pipelines.reports.charts",),
    "python_calamine": ("pipelines.intake.files.workbook",),
    "olefile": ("pipelines.intake.gate.ole", "pipelines.intake.gate.xls"),
    "openpyxl": ("pipelines.intake.files.fonts",),
    "xlsxwriter": ("pipelines.reports", "pipelines.demo"),
    "pandera": ("schemas.tables.frame", "pipelines.intake.files.check"),
    "polars": (
        "schemas.forms",
        "schemas.tables",
        "pipelines.intake.files.check",
        "pipelines.intake.rows.subtotals",
    ),
    "pandas": ("pipelines.reports.chart_figures", "notebooks"),
    "pyarrow": ("schemas.tables.arrow", "schemas.tables.arrow_functions"),
    "rapidfuzz": ("pipelines.intake",),
    "rich": ("pipelines.console",),
    "marimo": ("notebooks",),
}

# Who may ask for the day, the hour or the environment: else the same files could give other points another time.
CLOCK = ("pipelines.operations", "pipelines.store", "pipelines.flows")

LINE_LIMIT = 300


def modules(*rooms: str) -> list[Path]:
    """Every Python file of the rooms, in order."""
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def module_name(path: Path) -> str:
    """`pipelines.store.lock` of its file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(name: str) -> str:
    """The entry of ARROWS a module belongs to: a room, or a module that stands alone in pipelines/."""
    first, *rest = name.split(".")
    return f"{first}.{rest[0]}" if first == "pipelines" and rest else first


@functools.cache
def parsed(path: Path) -> ast.Module:
    """The syntax of a file, which several tests ask for."""
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def imports(path: Path) -> tuple[str, ...]:
    """The full names a file imports."""
    found: list[str] = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports by full name only"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(found)


def within(name: str, places: tuple[str, ...]) -> bool:
    """Whether a module is one of the places or inside one."""
    return any(name == place or name.startswith(place + ".") for place in places)


ALL = modules("pipelines", "schemas", "notebooks")


def identify(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", ALL, ids=identify)
def test_every_import_follows_an_arrow(path: Path) -> None:
    room = room_of(module_name(path))
    assert room in ARROWS, f"{identify(path)}: the room {room} is not in the table of arrows"
    for imported in imports(path):
        if imported.split(".")[0] in ("pipelines", "schemas", "notebooks", "tests"):
            assert room_of(imported) in ARROWS[room], (
                f"{identify(path)} breaks an arrow: it imports {imported}"
            )


def inner_room_of(name: str, outer: str) -> str:
    """The room inside an outer one that a module belongs to; "" for one that stands in the outer room itself."""
    parts = name.removeprefix(f"pipelines.{outer}.").split(".")
    return parts[0] if (ROOT / "pipelines" / outer / parts[0]).is_dir() else ""


@pytest.mark.parametrize("path", modules(*(f"pipelines/{outer}" for outer in INNER_ARROWS)), ids=identify)
def test_every_import_inside_a_room_follows_an_inner_arrow(path: Path) -> None:
    outer = path.relative_to(ROOT).parts[1]
    room = inner_room_of(module_name(path), outer)
    allowed = {room, ""} | INNER_ARROWS[outer][room] if room else {""}
    for imported in imports(path):
        if within(imported, (f"pipelines.{outer}",)):
            assert inner_room_of(imported, outer) in allowed, (
                f"{identify(path)} breaks an inner arrow: it imports {imported}"
            )


@pytest.mark.parametrize("path", ALL, ids=identify)
def test_a_heavy_package_stays_in_its_place(path: Path) -> None:
    name = module_name(path)
    for imported in imports(path):
        package = imported.split(".")[0]
        if package in PACKAGES:
            assert within(name, PACKAGES[package]), (
                f"{identify(path)} imports {package}, which belongs elsewhere"
            )


def test_every_dependency_has_a_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.match(r"[a-z0-9-]+", line.lower())[0].replace("-", "_") for line in project["dependencies"]}
    # Bounds on what Prefect brings along; never imported here.
    assert named - set(PACKAGES) <= {"sqlalchemy"}


def test_every_room_and_every_arrow_of_the_tables_is_there() -> None:
    """An arrow that nobody needs any more would let the next import through."""
    outer: dict[str, set[str]] = {room_of(module_name(path)): set() for path in ALL}
    inner: dict[str, dict[str, set[str]]] = {room: {} for room in INNER_ARROWS}
    users: dict[str, set[str]] = {}
    for path in ALL:
        name = module_name(path)
        for imported in imports(path):
            users.setdefault(imported.split(".")[0], set()).add(name)
            if imported.startswith(("pipelines.", "schemas.")):
                outer[room_of(name)].add(room_of(imported))
    for room, arrows in inner.items():
        for path in modules(f"pipelines/{room}"):
            if own := inner_room_of(module_name(path), room):
                led_to = {
                    inner_room_of(one, room) for one in imports(path) if within(one, (f"pipelines.{room}",))
                }
                arrows.setdefault(own, set()).update(led_to - {own, ""})
    assert (outer, inner) == (ARROWS, INNER_ARROWS)
    unused = {
        f"{package} in {place}"
        for package, places in PACKAGES.items()
        for place in places
        if not any(within(name, (place,)) for name in users.get(package, ()))
    }
    assert unused == set()


def test_the_clock_and_the_environment_are_read_in_their_rooms_only() -> None:
    asking = {
        f"{module_name(path)}: {ast.unparse(node)}"
        for path in modules("pipelines", "schemas")
        if not within(module_name(path), CLOCK)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow", "environ", "getenv")
    }
    # Nothing is read there: numpy is told to start no threads.
    assert asking == {"pipelines.cli: os.environ"}


def generic_modules() -> list[Path]:
    return [path for path in modules("pipelines") if room_of(module_name(path)) != "pipelines.demo"]


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Texts and numbers of a file that are not docstrings, with their lines."""
    tree = parsed(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str | int)
            and id(node) not in docstrings
        ):
            yield node.lineno, str(node.value)


@functools.cache
def any_place() -> re.Pattern[str]:
    """What finds a province or a district of the registers by its name without the kind."""
    names = set()
    for register in (ROOT / "schemas" / "units").glob("units_*.csv"):
        for line in register.read_text(encoding="utf-8-sig").splitlines():
            if re.search(r"\b(province|district)\b", line):
                names |= set(
                    re.findall(r"(?:tỉnh|thành phố|huyện|thị xã|quận) ([^,;\"]+)", line, re.IGNORECASE)
                )
    names = {name.strip() for name in names if " " in name.strip()}
    assert len(names) > 500
    return re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names)), re.IGNORECASE)


@functools.cache
def form_codes() -> set[str]:
    """The names of the folders in which layouts lie."""
    return {path.parent.name for path in (ROOT / "schemas" / "forms").glob("*/layout_*.toml")}


# What looks like a year and names none: a limit of characters, a record of the .xls format, the bounds of what can be
# a year at all, the fixed day that workbooks are said to be made on.
NOT_A_YEAR = {
    "pipelines.intake.files.batch": {"2000"},
    "pipelines.intake.gate.xls_records": {"2057"},
    "pipelines.intake.cells.dates": {"1950"},
    "pipelines.intake.cells.years": {"1990"},
    "pipelines.reports.bulk_sheet": {"1980"},
    "pipelines.reports.page": {"2020"},
}

# Help shows one campaign, so that a newcomer can type it.
EXAMPLES = {"pipelines.arguments"}


@pytest.mark.parametrize("path", generic_modules(), ids=identify)
def test_generic_code_names_no_place_no_form_no_round_and_no_year(path: Path) -> None:
    if module_name(path) in EXAMPLES:
        return
    forms = form_codes()
    assert len(forms) >= 5
    not_a_year = NOT_A_YEAR.get(module_name(path), set())
    for line, text in literals(path):
        where = f"{identify(path)}:{line}"
        assert text not in forms, f"{where} names the form {text}"
        assert text not in get_args(Round), f"{where} names the round {text}"
        named_year = re.fullmatch(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", text) and text not in not_a_year
        assert not named_year, f"{where} names the year {text}"
        assert not (place := any_place().search(text)), f"{where} names {place[0]}"


@pytest.mark.parametrize("path", ALL, ids=identify)
def test_a_module_has_one_subject(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LINE_LIMIT, f"{identify(path)} has {lines} lines: what second thing does it do?"
    assert not {"utils", "helpers", "common", "misc", "manager"} & set(path.stem.split("_"))


@pytest.mark.parametrize("path", modules("pipelines", "schemas"), ids=identify)
def test_every_public_name_says_what_it_is(path: Path) -> None:
    tree = parsed(path)
    if path.name != "__init__.py":
        assert ast.get_docstring(tree), f"{identify(path)} has no docstring"
    public = [
        tree,
        *(node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")),
    ]
    for holder in public:
        for node in holder.body:
            # pandera reads the class Config of a model; it is not for callers.
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if named and node.name != "Config":
                assert ast.get_docstring(node), f"{identify(path)}: {node.name} has no docstring"
