"""A campaign small enough to be read at a glance: three districts, seven communes, three criteria, four figures."""

from dataclasses import replace
from decimal import Decimal

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from schemas.criteria.decision import CriteriaSet, Criterion
from schemas.forms.layout import Layout, load_layouts
from schemas.units.units import LEVEL_OF_DIGITS, Roster, Unit

UNITS = {
    "42": ("Tỉnh Hà Tĩnh", None),
    "442": ("Huyện Nghi Xuân", "42"),
    "18391": ("Xã Cổ Đạm", "442"),
    "18355": ("Thị trấn Xuân An", "442"),
    "18394": ("Xã Xuân Liên", "442"),
    "443": ("Huyện Can Lộc", "42"),
    "18409": ("Xã Thuần Thiện", "443"),
    "18412": ("Xã Vượng Lộc", "443"),
    "444": ("Huyện Cẩm Giàng", "42"),
    "18901": ("Xã Cẩm Giang", "444"),
    "18902": ("Xã Cẩm Giàng", "444"),
}
KINDS = {"Tỉnh": "tỉnh", "Huyện": "huyện", "Xã": "xã", "Thị trấn": "thị trấn"}
FIGURES = ("dossiers_total", "on_time_rate", "quality_policy_issued", "maintenance_plan_date")
TASKS = ("steering_documents_count", "training_classes_organised", "training_participants")
OWED = frozenset(
    {("phu_luc_ib", "district"), ("iib_1", "district"), ("iib_2", "district"), ("tu_cham", "commune"),
     ("so_lieu", "commune"), ("tu_cham", "district")}
)  # fmt: skip


def small_roster() -> Roster:
    """The units above."""
    units = []
    for code, (name, parent) in UNITS.items():
        kind = next(kind for written, kind in KINDS.items() if name.startswith(written))
        units.append(Unit(code, name, LEVEL_OF_DIGITS[len(code)], kind, parent))
    return Roster("none", units)


def small_criteria() -> dict[str, CriteriaSet]:
    """Communes: 7.2 (2 points) = 7.2.1 (0,5) + 7.2.2 (0,5) + 7.2.3 (1). Districts: two criteria, maxima unknown."""
    return {
        "commune": _criteria("III", "commune", {"7.2": "2", "7.2.1": "0.5", "7.2.2": "0.5", "7.2.3": "1"}),
        "district": _criteria("cap-huyen", "district", {"7.2": None, "7.2.1": None, "7.2.2": None}),
    }


def _criteria(annex: str, level: str, maxima: dict[str, str | None]) -> CriteriaSet:
    criteria = {
        code: Criterion(code, "" if code == "7.2" else "7.2", code, Decimal(most) if most else None,
                        "sum" if code == "7.2" else "given", "")
        for code, most in maxima.items()
    }  # fmt: skip
    return CriteriaSet(annex, annex, level, "7.2", "", criteria["7.2"].max_points, criteria)


def small_layouts() -> dict[str, Layout]:
    """The forms of the repository, asking for a few figures only."""
    layouts = dict(load_layouts("2021"))
    for form, items in (("so_lieu", FIGURES), ("iib_1", TASKS)):
        labels = {label: item for label, item in layouts[form].labels.items() if item in items}
        layouts[form] = replace(layouts[form], items=items, labels=labels)
    return layouts


def small_reader(answers: Answers | None = None) -> FileReader:
    """A reader under this campaign, whose period is 2021."""
    return FileReader(small_layouts(), small_roster(), small_criteria(), OWED, "2021", answers or Answers())
