"""A legal decision's criteria set: loaded from its folder, checked before anyone is scored.

A criterion is known by (decision, annex, code): 7.2.2 of a district is not 7.2.2 of a commune.
"""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from schemas.criteria import bands, criterion, examples
from schemas.criteria.convention import CONVENTION_VI, Convention, read_convention
from schemas.criteria.criteria_set import CriteriaSet, read_criteria_set
from schemas.criteria.criterion import Criterion
from schemas.criteria.examples import Example
from schemas.criteria.faults import Fault, Faults
from schemas.criteria.grades import with_grades
from schemas.csv_table import CsvRow
from schemas.declaration import DeclarationError
from schemas.indicators import load_indicators
from schemas.toml_section import Section

__all__ = [
    "CONVENTION_VI",
    "FOLDER",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "Unknown",
    "find_decision",
    "load_decision",
    "read_decision",
]

FOLDER = Path(__file__).parent
FILE = "decision.toml"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that the decision at hand does not say, and why: about one `annex`, or ("") about all of them."""

    what: str
    why: str
    annex: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, and by which `convention` points under it are treated.

    `notice` is printed with the title and in every annex ("" for a decision in force). `file_hashes` maps each of its
    files to its sha256.
    """

    id: str
    number: str
    date: datetime.date
    issuer: str
    subject: str
    in_force_from: datetime.date
    in_force_to: datetime.date | None
    annexes: dict[str, CriteriaSet]
    convention: Convention
    unknowns: tuple[Unknown, ...]
    supersedes: tuple[str, ...] = ()
    notice: str = ""
    examples: tuple[Example, ...] = ()
    file_hashes: Mapping[str, str] = field(default_factory=dict)

    def unknowns_of(self, annex: str) -> tuple[Unknown, ...]:
        """What is not known of one annex."""
        return tuple(one for one in self.unknowns if one.annex in ("", annex))

    @property
    def title(self) -> str:
        """As cited: "Quyết định số 3396/QĐ-UBND ngày 11/10/2021 của UBND tỉnh Hà Tĩnh"; a model says that it is one."""
        if self.notice:
            return f"{self.subject} ({self.notice})"
        return f"Quyết định số {self.number} ngày {self.date:%d/%m/%Y} của {self.issuer}"


def find_decision(root: Path, name: str) -> Path | None:
    """The folder called `name` below `root`, if a decision lies there; None also for a name that leads out of `root`.

    Names stand in what people edit: campaign.toml, manifests.
    """
    root = root.resolve()
    folder = (root / name).resolve()
    return folder if folder.is_relative_to(root) and (folder / FILE).is_file() else None


def load_decision(folder: Path) -> Decision:
    """The decision of one folder. Raises DeclarationError with file and line of the first fault."""
    decision, faults = read_decision(folder)
    if faults:
        raise faults[0].error()
    assert decision is not None
    return decision


def read_decision(folder: Path) -> tuple[Decision | None, list[Fault]]:
    """The decision of one folder and all its faults; None where its files cannot be read as such at all."""
    faults = Faults()
    try:
        section = Section.load(folder / FILE)
        rows = criterion.read_rows(folder / criterion.FILE)
        band_rows = bands.read_rows(folder / bands.FILE)
        example_rows = examples.read_rows(folder / examples.FILE)
    except DeclarationError as error:
        return None, [Fault(error.path, error.line, "", error.problem)]
    known = load_indicators()
    annexes: dict[str, CriteriaSet] = {}
    sections: dict[str, Section] = {}
    for part in faults.attempt("annex", lambda: list(section.sections("annex")), list[Section]()):
        annex = faults.attempt("code", partial(part.text, "code"), "")
        if annex in annexes:
            faults.key(part, "code", f"phụ lục “{annex}” khai hai lần")
        elif annex:
            annexes[annex] = read_criteria_set(annex, part, rows, band_rows, known, faults)
            sections[annex] = part
    if not annexes and not faults:
        faults.key(section, None, "không có phụ lục nào ([[annex]])")
    _check_places(rows, band_rows, annexes, faults)
    annexes = with_grades(section, annexes, faults)
    cases = examples.read_examples(
        example_rows, {annex: one.criteria for annex, one in annexes.items()}, known, faults
    )
    convention = read_convention(section, annexes, rows, folder / bands.FILE, faults)
    decision = _read_head(section, folder, annexes, convention, cases, faults)
    for annex, criteria_set in annexes.items():
        if decision.notice and decision.notice not in criteria_set.name:
            faults.key(sections[annex], "name", f"tên phụ lục phải ghi rõ “{decision.notice}”")
    return decision, faults.found


def _check_places(
    rows: Sequence[CsvRow], band_rows: Sequence[CsvRow], annexes: dict[str, CriteriaSet], faults: Faults
) -> None:
    """Every row of the tables belongs to an annex, and every band to a criterion."""
    codes = {(row["annex"], row["code"]) for row in rows}
    for row in rows:
        if row["annex"] not in annexes:
            faults.row(row, "annex", f"không có phụ lục “{row['annex']}”")
    for row in band_rows:
        if (row["annex"], row["code"]) not in codes:
            faults.row(
                row, "code", f"criteria.csv không có tiêu chí “{row['code']}” của phụ lục “{row['annex']}”"
            )


def _read_head(
    section: Section,
    folder: Path,
    annexes: dict[str, CriteriaSet],
    convention: Convention,
    cases: tuple[Example, ...],
    faults: Faults,
) -> Decision:
    """Everything but the tables. What cannot be read is noted, and something plain stands in."""
    ask = faults.attempt
    before = len(faults)
    issued = ask("date", lambda: section.date("date"), None)
    start = ask("in_force_from", lambda: section.date("in_force_from"), None)
    end = ask("in_force_to", lambda: section.date("in_force_to"), None)
    if len(faults) == before:
        if issued is None or start is None:
            faults.key(
                section, "date" if issued is None else "in_force_from", "thiếu “date” hoặc “in_force_from”"
            )
        elif start < issued or (end and end < start):
            problem = "ngày hiệu lực không theo thứ tự: ban hành, có hiệu lực, hết hiệu lực"
            faults.key(section, "in_force_to" if end and end < start else "in_force_from", problem)
    unknowns = []
    for unknown in ask("unknown", lambda: list(section.sections("unknown")), list[Section]()):
        what = ask("what", partial(unknown.text, "what"), "")
        why = ask("why", partial(unknown.text, "why"), "")
        own = partial(unknown.choice, "annex", list(annexes))
        annex = ask("annex", own, "") if "annex" in unknown else ""
        faults.close(unknown)
        unknowns.append(Unknown(what, why, annex))
    day = datetime.date.min
    decision = Decision(
        id=f"{folder.parent.name}/{folder.name}",
        number=ask("number", lambda: section.text("number"), ""),
        date=issued or day,
        issuer=ask("issuer", lambda: section.text("issuer"), ""),
        subject=ask("subject", lambda: section.text("subject"), ""),
        in_force_from=start or day,
        in_force_to=end,
        annexes=annexes,
        convention=convention,
        unknowns=tuple(unknowns),
        supersedes=ask("supersedes", lambda: section.texts("supersedes", ()), ()),
        notice=ask("notice", lambda: section.text("notice", ""), ""),
        examples=cases,
        file_hashes={
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.iterdir())
            if path.suffix in (".toml", ".csv")
        },
    )
    faults.close(section)
    return decision
