"""The documents stay true: every command, path, link and code they name exists."""

import re
import shlex
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import pytest

from pipelines.cli import build_parser
from pipelines.intake.cells.reading import State
from pipelines.operations.board.contents import ARRIVAL_VI
from pipelines.operations.contents.points import BLOCK_VI, MISSING_VI
from pipelines.scoring.rank import TIES_VI
from pipelines.scoring.score import STATE_VI
from schemas.campaigns.rounds import ROUND_VI
from schemas.findings import SEVERITY_VI

ROOT = Path(__file__).resolve().parent.parent
NAMES = (
    "README.md",
    "ARCHITECTURE.md",
    "GLOSSARY.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/huong-dan.md",
)
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
ROOMS = tuple(path.name for path in (ROOT / "pipelines").iterdir() if path.is_dir() and "_" not in path.name)
TOP = ("docs", "notebooks", "pipelines", "raw", "schemas", "scripts", "tests", "warehouse", ".ci")
# What runs make, and what the guide tells the reader to make.
MADE = (
    "warehouse/published",
    "warehouse/phieu",
    "warehouse/logs",
    "warehouse/bangdiem.duckdb",
    "raw/ha-tinh-2022",
)


def commands(text: str) -> list[str]:
    """Lines of code and words in backticks that call bangdiem, from that word on."""
    lines = re.findall(r"^ {4}(.+)$", text, re.MULTILINE) + re.findall(r"`([^`\n]+)`", text)
    found = [re.sub(r"^(?:\S*[/\\])?bangdiem(?= )", "bangdiem", line) for line in lines]
    return [line for line in found if line.startswith("bangdiem ") and not re.search(r"[…<]", line)]


def paths(text: str) -> list[str]:
    """Words in backticks that name a place of this repository; patterns with * or <…> are left as they are."""
    words = chain.from_iterable(word.split() for word in re.findall(r"`([^`\n]+)`", text))
    tops = (*TOP, *ROOMS)
    return [
        word
        for word in words
        if "/" in word and word.split("/")[0] in tops and not re.search(r"[<…{%]", word)
    ]


def glossary(section: str) -> dict[str, str]:
    """Code → Vietnamese, of the tables of one section."""
    body = re.search(rf"^## {section}$(.*?)(?=^## |\Z)", TEXTS["GLOSSARY.md"], re.MULTILINE | re.DOTALL)
    assert body is not None, section
    return dict(re.findall(r"\| `(\w+)` \| ([^|]+?) \|", body[1]))


@pytest.mark.parametrize("name", NAMES)
def test_every_command_named_is_understood(name: str) -> None:
    for command in commands(TEXTS[name]):
        words = shlex.split(command)[1:]
        # A command that is only mentioned, as `bangdiem demo`, is asked for its help.
        with pytest.raises(SystemExit, match=r"^0$") if len(words) == 1 else nullcontext():
            build_parser().parse_args(words if len(words) > 1 else [*words, "--help"])


def test_the_guide_shows_every_command() -> None:
    shown = {command.split()[1] for command in commands(TEXTS["docs/huong-dan.md"])}
    assert shown >= {"run", "check", "receive", "demo", "publish", "audit", "serve"}


@pytest.mark.parametrize("name", NAMES)
def test_every_make_target_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^ {4})make ([a-z]+)", TEXTS[name], re.MULTILINE)) <= targets


@pytest.mark.parametrize("name", NAMES)
def test_every_path_named_exists(name: str) -> None:
    named = [path for path in paths(TEXTS[name]) if not path.startswith(MADE)]
    missing = [
        path
        for path in named
        if not any(ROOT.glob(path.rstrip("/"))) and not any((ROOT / "pipelines").glob(path.rstrip("/")))
    ]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", TEXTS[name]):
        file, _, anchor = unquote(link).partition("#")
        target = (ROOT / name).parent / file if file else ROOT / name
        assert target.exists(), link
        if anchor:
            heads = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}, link


def test_every_picture_is_shown_and_small() -> None:
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs" / "hinh").iterdir()}
    assert set(re.findall(r"\(hinh/([^)]+)\)", TEXTS["docs/huong-dan.md"])) == set(pictures)
    assert max(pictures.values()) <= 200_000


def test_the_glossary_has_the_severities_as_they_are_printed() -> None:
    assert glossary("Severities of findings") == SEVERITY_VI


def test_the_glossary_has_every_state() -> None:
    states = glossary("States")
    assert set(states) == {*STATE_VI, *ARRIVAL_VI, *get_args(State)}
    printed = TEXTS["GLOSSARY.md"]
    for code, words in (*STATE_VI.items(), *ARRIVAL_VI.items()):
        assert f"| `{code}` | {words} |" in printed


def test_the_glossary_has_every_standing() -> None:
    sql = (ROOT / "warehouse" / "marts" / "01_standing.sql").read_text(encoding="utf-8")
    assert set(glossary("Standings of versions")) == set(re.findall(r"(?:THEN|ELSE) '(\w+)'", sql))


def test_the_glossary_has_every_round_block_tie_rule_and_answer_to_a_missing_report() -> None:
    codes = glossary("Rounds, blocks, ties, missing reports")
    assert set(codes) == {*ROUND_VI, *BLOCK_VI, *TIES_VI, *MISSING_VI}


def test_the_guide_says_by_which_title_and_columns_each_form_is_found() -> None:
    from schemas.forms.layout import load_layouts

    guide = TEXTS["docs/huong-dan.md"]
    for form in load_layouts("2021").values():
        row = next((line for line in guide.splitlines() if line.startswith(f"| {form.name} | “")), "")
        assert f"“{form.title}" in row, form.name
        needed = [column.name for column in form.columns if column.required and not column.pattern]
        assert [name for name in needed if name not in row] == [], form.name


def test_the_guide_names_every_severity_and_every_kind_of_answer() -> None:
    from pipelines.store.answers import KINDS

    guide = TEXTS["docs/huong-dan.md"]
    assert [words for words in SEVERITY_VI.values() if f"| {words} |" not in guide] == []
    assert [kind for kind in KINDS if f"| `{kind}` |" not in guide] == []
