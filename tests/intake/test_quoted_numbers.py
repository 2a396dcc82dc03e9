"""What a finding says stands in a cell is what a person sees there: numbers with their comma, texts as typed."""

import pytest

from schemas.findings import Finding, load_catalogue
from tests.intake.test_check_points import CAMPAIGN, HEAD, SELF, check_points, reader_tables


@pytest.mark.parametrize(
    ("cell", "quoted"), [(0.3, "0,3"), ("0.3", "0.3"), ("0,30", "0,30"), (0.1 + 0.2, "0,3")]
)
def test_points_are_quoted_as_they_stand_on_the_sheet(cell: object, quoted: str) -> None:
    sheet = [*HEAD, ["1", "Xã Xuân Lam", cell, "0,5", "1", "1,5", "1", "0,5", ""]]
    tables = check_points(reader_tables({"IB": sheet}), CAMPAIGN)
    (row,) = [row for row in tables["findings"].to_pylist() if row["code"] == "points_off_grid"]
    finding = Finding(row["code"], found=row["found"], detail=row["detail"])
    assert load_catalogue()["points_off_grid"].wording(finding).startswith(f"Điểm {quoted} ")
    assert {fact["typed"] for fact in tables["facts"].to_pylist() if fact["cell"] == "C4"} == {quoted}


def test_a_criterion_that_excel_has_made_a_number_is_still_known_by_its_point() -> None:
    sheet = [*SELF, ["1", 7.2, "4,5"], ["2", 9.9, "1"]]
    tables = reader_tables({"Tự chấm": sheet})
    assert [fact["item"] for fact in tables["facts"].to_pylist()] == ["9.9", "7.2"]
    unknown = [
        row["found"] for row in tables["findings"].to_pylist() if row["code"] == "criterion_became_number"
    ]
    assert unknown == ["9,9"]
