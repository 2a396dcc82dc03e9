"""The files that the sheets become: what people type comes back as typed, whatever it holds."""

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.criteria import criterion
from schemas.criteria.decision import load_decision
from schemas.criteria.files import files_of
from schemas.criteria.sheets import CRITERIA_SHEET, HEAD_SHEET, SHEETS, rows_of
from tests.criteria.tables import write

# What a cell of a workbook can hold; outer spaces are not kept by the tables.
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\x7f\t"), min_size=1
).filter(lambda text: text == text.strip())


@settings(max_examples=60, deadline=None)
@given(texts, texts)
@example("\x7f", "a")  # the one control character that JSON writes as it is, and TOML refuses
def test_any_text_comes_back_from_the_files(subject: str, label: str) -> None:
    with TemporaryDirectory() as place:
        folder = write(Path(place) / "a" / "b")
        rows = rows_of(folder, load_decision(folder))
        head = next(row for row in rows[HEAD_SHEET.name] if row["key"] == "subject")
        head["value"] = subject
        rows[CRITERIA_SHEET.name][3]["label"] = label
        files, _ = files_of(rows)
        assert tomllib.loads(files["decision.toml"])["subject"] == subject
        (folder / criterion.FILE).write_text(files[criterion.FILE], encoding="utf-8", newline="")
        assert criterion.read_rows(folder / criterion.FILE)[3]["label"] == label


def test_every_line_that_holds_data_knows_its_row() -> None:
    with TemporaryDirectory() as place:
        folder = write(Path(place) / "a" / "b")
        rows = rows_of(folder, load_decision(folder))
    files, origins = files_of(rows)
    for sheet in SHEETS:
        if sheet.file.endswith(".csv"):
            lines = files[sheet.file].splitlines()
            for (file, line), (_, number) in origins.items():
                if file == sheet.file:
                    assert rows[sheet.name][number]["code"] in lines[line - 1]
