"""A small decision written for the tests: one criterion of every kind, as texts that a case can spoil."""

from pathlib import Path

DECISION = """\
number = "12/QĐ-UBND"
date = 2027-01-05
issuer = "UBND tỉnh Thử Nghiệm"
subject = "Bảng điểm thử nghiệm"
in_force_from = 2027-01-10
in_force_to = 2027-12-31

[[annex]]
code = "I"
name = "Phụ lục I"
level = "commune"
criterion = "A"
label = "Lĩnh vực thử nghiệm"
total = "8"
bonus_cap = "0,5"
deduction_cap = "1"

[[grade]]
annex = "I"
name = "Tốt"
from = "6"

[[grade]]
annex = "I"
name = "Chưa tốt"
from = "0"

[convention]
grid = "0,05"
ties = "competition"
missing_report = "listed_unranked"
not_applicable = "rescale"
marks = ["grid"]
"""
CRITERIA = """\
annex;code;parent;label;max_points;rule;indicators;denominator;when_zero;unit;each;floor;cap;full_from_pct;zero_below_pct;deadline;applies_if;reference
I;A;;Tổng;8;sum;;;;;;;;;;;;Điều 1
I;A1;A;Có kiện toàn;1;yes_no;steering_committee_renewed;;;;;;;;;;;Điều 2
I;A2;A;Văn bản;1;steps;steering_documents_count;;;văn bản;;;;;;;;Điều 3
I;A3;A;Thủ tục;2;share;tthc_iso_applied;tthc_total;none;thủ tục;;;;90;10;;;Điều 4
I;A4;A;Hai văn bản;1;levels;quality_policy_issued + quality_objectives_issued;;;văn bản;;;;;;;;Điều 5
I;A5;A;Lớp tập huấn;1;per_occurrence;training_classes_organised;;;lớp;0,25;0;1;;;;;Điều 6
I;A6;A;Đúng hạn;1;late;internal_audit_date;;;ngày;;;;;;30/11;;Điều 7
I;A7;A;Hồ sơ;1;steps;dossiers_resolved_on_time;dossiers_resolved;not_applicable;%;;;;;;;dossiers_total;Điều 8
I;A8;A;Thưởng;0,5;bonus;inspections_count;;;cuộc;0,25;;;;;;;Điều 9
I;A9;A;Trừ;1;deduct;complaints_count;;;ý kiến;0,5;;;;;;;Điều 10
"""
BANDS = """\
annex;code;level;from;below;points;lost_points;lost_pct
I;A2;;0;1;0;;
I;A2;;1;3;0,5;;
I;A2;;3;;1;;
I;A4;không;0;1;0;;
I;A4;một phần;1;2;0,5;;
I;A4;đủ;2;;1;;
I;A6;;0;1;;0;
I;A6;;1;8;;0,5;
I;A6;;8;;;;100
I;A7;;0;80;0;;
I;A7;;80;;1;;
"""
EXAMPLES = """\
annex;code;year;facts;points;note
I;A3;2027;"tthc_iso_applied=6; tthc_total=12";1;một nửa
I;A7;2027;dossiers_total=0;không áp dụng;
I;A6;2027;internal_audit_date=01/12/2027;0,5;chậm một ngày
"""
FILES = {"decision.toml": DECISION, "criteria.csv": CRITERIA, "bands.csv": BANDS, "examples.csv": EXAMPLES}


def write(folder: Path, **changed: str) -> Path:
    """The decision in `folder`; `changed` replaces a file by its name without suffix."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(Path(name).stem, text), encoding="utf-8", newline="")
    return folder
